package io.pythoflow.contract.rules;

import java.util.List;

/** A document that cannot be obeyed, with every reason. */
public final class InvalidRulesException extends Exception {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // List.copyOf is serializable.
    private final List<String> problems;

    /**
     * @param problems each with the place in the document, the value and what is allowed
     */
    public InvalidRulesException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** Every reason, each with the place in the document, the value and what is allowed. */
    public List<String> problems() {
        return problems;
    }
}
