package io.pythoflow.bench.suite;

import java.util.Locale;

/** How much time a run of the measurements takes. */
public enum Profile {
    /** Most of it once and briefly: under five minutes for all, and figures to get an idea. */
    SHORT(1),
    /** The protocol: five rounds, of which median and range are reported. */
    FULL(5);

    private final int rounds;

    Profile(int rounds) {
        this.rounds = rounds;
    }

    public int rounds() {
        return rounds;
    }

    /** The name for people and programs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
