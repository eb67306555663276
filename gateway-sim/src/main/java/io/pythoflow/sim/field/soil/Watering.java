package io.pythoflow.sim.field.soil;

import java.util.Locale;

/** Who opens the valves, and what is behind them. */
public enum Watering {
    /**
     * The field itself: every morning at 6, a zone whose readily available water is used up (Dr ≥
     * RAW) is refilled to field capacity. Sprinklers: 25 L/min on 50 m² are 30 mm/h.
     */
    RULE(25),
    /** Whoever sends commands. Drip lines: 1.25 L/min on 50 m² are 1.5 mm/h. */
    COMMANDS(1.25);

    private final double litersPerMinute;

    Watering(double litersPerMinute) {
        this.litersPerMinute = litersPerMinute;
    }

    /** What an open valve lets through, per minute of the field's time. */
    public double litersPerMinute() {
        return litersPerMinute;
    }

    /** As typed on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
