package io.pythoflow.infra.config;

import java.util.List;

/** An environment's file cannot be used; the message lists every problem. */
public final class InvalidConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // List.copyOf is serializable.
    private final List<String> problems;

    InvalidConfigException(String source, List<String> problems) {
        super(source + " cannot be used:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Each names the variable, its value and what is allowed. */
    public List<String> problems() {
        return problems;
    }
}
