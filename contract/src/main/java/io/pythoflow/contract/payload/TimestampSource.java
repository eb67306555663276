package io.pythoflow.contract.payload;

import java.util.Locale;

/** Whose clock a reading's timestamp comes from. */
public enum TimestampSource {
    /** The reading carried its own time. */
    DEVICE,
    /**
     * The reading had none; the enclosing message (a gateway's envelope or SenML base time) did.
     */
    GATEWAY,
    /** Neither had a usable one: the time of receipt, or what the sender counted from it. */
    INGEST;

    private final String column = name().toLowerCase(Locale.ROOT);

    /** The word of the {@code ts_source} column. */
    public String column() {
        return column;
    }
}
