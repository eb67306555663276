package io.pythoflow.job.control.gateway;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of gateways. A gateway that is lost is said to be so once, and exactly one of {@link
 * #back} and {@link #forgotten} follows.
 */
public interface PresenceEvents {

    /** How a gateway was lost. */
    enum Why {
        /** Nothing came for too long. */
        SILENT,
        /** Its last will, or its own word, says offline. */
        ANNOUNCED;

        /** The word in tables and messages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A gateway is not there any more.
     *
     * @param lastHeardAt epoch milliseconds; null where nothing was ever heard of it
     */
    void lost(String gatewayId, @Nullable Long lastHeardAt, Why why);

    /**
     * A lost gateway is there again.
     *
     * @param offlineSinceAt when it announced that, or from when on nothing was heard; epoch
     *     milliseconds
     */
    void back(String gatewayId, long offlineSinceAt);

    /**
     * Nobody waits for a lost gateway any more: no rule names it, and it has not been heard for
     * long, or never.
     *
     * @param offlineSinceAt as in {@link #back}
     */
    void forgotten(String gatewayId, long offlineSinceAt);
}
