package io.pythoflow.contract.payload;

import java.util.Objects;

/**
 * The one command of the original firmware, {@code {"identifier","command":"AGUAR","time"}} on
 * {@code irrigation/control/{gateway number}/command}: water now, for a time. It opens on anything
 * that carries these keys, so nothing else may; it never answers, never expires and drops packets
 * over 256 bytes.
 *
 * @param identifier the node whose valve opens, two characters in the original ({@code A1})
 * @param durationMillis how long, in milliseconds
 */
public record OriginalCommand(String identifier, long durationMillis) {

    public OriginalCommand {
        Objects.requireNonNull(identifier, "identifier");
        if (identifier.isBlank()) {
            throw new IllegalArgumentException("Command has a blank identifier, name a node");
        }
        if (durationMillis < 1) {
            throw new IllegalArgumentException(
                    "Command has time " + durationMillis + ", give 1 ms or more");
        }
    }
}
