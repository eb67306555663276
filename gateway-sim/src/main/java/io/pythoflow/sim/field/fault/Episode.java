package io.pythoflow.sim.field.fault;

import java.util.Random;

/**
 * A fault that lasts: nothing for a while, then some messages in a row. In the long run it strikes
 * the given share of messages.
 */
final class Episode {

    /** Where a message stands. */
    enum Phase {
        /** Not struck. */
        QUIET,
        /** The first one struck. */
        BEGINS,
        /** Struck, not the first. */
        LASTS,
        /** Not struck; the one before was. */
        OVER;

        boolean strikes() {
            return this == BEGINS || this == LASTS;
        }
    }

    private final double beginChance;
    private final int typicalMessages;
    private final Random random;
    private int left;
    private boolean struckBefore;

    /**
     * @param rate share of messages to strike, below 1; 0 never begins
     * @param typicalMessages episodes last from half to one and a half of it
     */
    Episode(double rate, int typicalMessages, Random random) {
        this.beginChance = rate / (typicalMessages * (1 - rate));
        this.typicalMessages = typicalMessages;
        this.random = random;
    }

    /** Lets the next message begin an episode. */
    void beginNow() {
        left = length();
    }

    /** Moves on by one message. */
    Phase next() {
        if (left == 0 && random.nextDouble() < beginChance) {
            beginNow();
        }
        boolean struck = left > 0;
        Phase phase = phase(struck);
        struckBefore = struck;
        if (struck) {
            left--;
        }
        return phase;
    }

    private Phase phase(boolean struck) {
        if (struck) {
            return struckBefore ? Phase.LASTS : Phase.BEGINS;
        }
        return struckBefore ? Phase.OVER : Phase.QUIET;
    }

    private int length() {
        int shortest = Math.max(1, typicalMessages / 2);
        return shortest + random.nextInt(typicalMessages + 1);
    }
}
