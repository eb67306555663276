package io.pythoflow.job.control.rules;

import java.util.Objects;

/**
 * The rules in force, as they travel to whoever obeys them.
 *
 * @param version of the system document
 * @param document a valid {@code pythoflow.rules/1}, as JSON
 * @param appliedAt epoch milliseconds
 */
public record ActiveRules(long version, byte[] document, long appliedAt) {
    public ActiveRules {
        Objects.requireNonNull(document, "document");
    }
}
