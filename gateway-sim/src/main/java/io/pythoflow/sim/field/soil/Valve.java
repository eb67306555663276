package io.pythoflow.sim.field.soil;

/**
 * A valve that opens for a bounded time and closes by itself. It runs on the clock of the field
 * (seconds of physics, not of the wall), so litres, evapotranspiration and rain stay in proportion
 * in time lapse. The self-watering rule opens it; whatever receives commands can, too.
 */
public final class Valve {

    private final double flowLitersPerMinute;
    private double openFrom;
    private double openUntil;

    /** A closed valve with the flow it has when open. */
    public Valve(double flowLitersPerMinute) {
        this.flowLitersPerMinute = flowLitersPerMinute;
    }

    /** Opens now, or stays open if it is, and closes {@code durationSeconds} from now. */
    public void open(double nowSeconds, double durationSeconds) {
        if (!(durationSeconds > 0)) {
            throw new IllegalArgumentException(
                    "Cannot open a valve for %s s; give a positive duration"
                            .formatted(durationSeconds));
        }
        if (!isOpen(nowSeconds)) {
            openFrom = nowSeconds;
        }
        openUntil = nowSeconds + durationSeconds;
    }

    /** Closes now; nothing happens to a closed valve. */
    public void close(double nowSeconds) {
        openUntil = Math.min(openUntil, nowSeconds);
    }

    public boolean isOpen(double nowSeconds) {
        return nowSeconds >= openFrom && nowSeconds < openUntil;
    }

    /** Seconds until it closes by itself; 0 if closed. */
    public double remainingSeconds(double nowSeconds) {
        return isOpen(nowSeconds) ? openUntil - nowSeconds : 0;
    }

    /** Litres that pass between two times. */
    public double liters(double fromSeconds, double toSeconds) {
        double seconds = Math.min(toSeconds, openUntil) - Math.max(fromSeconds, openFrom);
        return Math.max(0, seconds) * flowLitersPerMinute / 60;
    }

    /** The flow while open. */
    public double flowLitersPerMinute() {
        return flowLitersPerMinute;
    }
}
