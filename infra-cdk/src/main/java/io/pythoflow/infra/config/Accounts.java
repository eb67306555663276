package io.pythoflow.infra.config;

import java.util.Optional;
import java.util.TreeSet;

/** The AWS accounts that ARNs of a file name: they must be one. */
final class Accounts {

    private final TreeSet<String> named = new TreeSet<>();
    private final Variables variables;

    Accounts(Variables variables) {
        this.variables = variables;
    }

    /** Notes one; a second is a problem, once. */
    void add(Variable<?> variable, String account) {
        if (named.add(account) && named.size() == 2) {
            variables.problem(
                    variable,
                    "%s: its ARNs and others must be of one account, and name %s"
                            .formatted(variable.name(), String.join(" and ", named)));
        }
    }

    Optional<String> account() {
        return named.stream().findFirst();
    }
}
