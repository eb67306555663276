package io.pythoflow.job.mqtt.sink;

import java.time.Duration;

/**
 * Tells a broker that ends connections because of a publication, as AWS IoT Core does without
 * permission, from a bad network: again and again, a connection ends straight after a publication
 * and without having answered any.
 */
final class HangUps {
    /** So many times in a row are no accident. */
    static final int UNTIL_CERTAIN = 3;

    /** A connection that ends so soon after a publication was perhaps ended by it. */
    static final Duration STRAIGHT_AFTER = Duration.ofSeconds(5);

    private boolean answeredOnConnection;
    private int inARow;

    void connected() {
        answeredOnConnection = false;
    }

    /** The broker answered a publication. */
    void answered() {
        answeredOnConnection = true;
        inARow = 0;
    }

    /**
     * The connection ended with publications unanswered.
     *
     * @param afterSending time since the oldest of them was sent
     */
    void ended(Duration afterSending) {
        boolean straightAfter = afterSending.compareTo(STRAIGHT_AFTER) <= 0;
        inARow = straightAfter && !answeredOnConnection ? inARow + 1 : 0;
    }

    /** Whether publications should go one by one, so that the next end shows which it is. */
    boolean suspects() {
        return inARow > 0;
    }

    boolean areCertain() {
        return inARow >= UNTIL_CERTAIN;
    }
}
