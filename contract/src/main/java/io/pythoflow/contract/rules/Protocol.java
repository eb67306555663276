package io.pythoflow.contract.rules;

import java.util.Locale;

/** How a device speaks. */
public enum Protocol {
    /** The deployed firmware: opens for a time when told to, and never answers. */
    ORIGINAL,
    /** Ids, expiry, acknowledgements on {@code irrigation/control/{device}/ack}. */
    V1;

    /** The word in documents and tables. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
