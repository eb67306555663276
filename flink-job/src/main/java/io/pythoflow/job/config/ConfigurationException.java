package io.pythoflow.job.config;

import java.util.List;

/** The configuration cannot be used; the message lists every problem, one a line. */
public final class ConfigurationException extends RuntimeException {

    private final List<String> problems;

    ConfigurationException(List<String> problems) {
        super(
                "Cannot start, the configuration has "
                        + problems.size()
                        + " problem(s):\n  - "
                        + String.join("\n  - ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Each problem with the key, the value and what is allowed. */
    public List<String> problems() {
        return problems;
    }
}
