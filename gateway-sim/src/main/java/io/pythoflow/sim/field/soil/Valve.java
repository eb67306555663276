package io.pythoflow.sim.field.soil;

/**
 * A valve and the water that passes it. It runs on the clock of the field (seconds of physics, not
 * of the wall), so litres, evapotranspiration and rain stay in proportion in time lapse. The
 * self-watering rule opens it for a time, a device that obeys commands lets it flow until further
 * notice.
 */
public final class Valve {

    private final double flowLitersPerMinute;
    private double litersBefore;
    private double litersPerMinute;
    private double flowsFrom;
    private double flowsUntil;

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
        flow(nowSeconds, flowLitersPerMinute);
        flowsUntil = nowSeconds + durationSeconds;
    }

    /**
     * Lets so much through from now on.
     *
     * @param nowSeconds not before what was asked or told last
     * @param rateLitersPerMinute 0 closes
     */
    public void flow(double nowSeconds, double rateLitersPerMinute) {
        litersBefore = totalLiters(nowSeconds);
        litersPerMinute = rateLitersPerMinute;
        flowsFrom = nowSeconds;
        flowsUntil = rateLitersPerMinute > 0 ? Double.POSITIVE_INFINITY : nowSeconds;
    }

    public boolean isOpen(double nowSeconds) {
        return nowSeconds >= flowsFrom && nowSeconds < flowsUntil;
    }

    /** What flows now. */
    public double litersPerMinute(double nowSeconds) {
        return isOpen(nowSeconds) ? litersPerMinute : 0;
    }

    /** Seconds until it closes by itself; 0 if closed. */
    public double remainingSeconds(double nowSeconds) {
        return isOpen(nowSeconds) ? flowsUntil - nowSeconds : 0;
    }

    /** When it closes by itself, or has; infinite while it flows until further notice. */
    public double closesAtSeconds() {
        return flowsUntil;
    }

    /** Everything it ever let through, L. */
    public double totalLiters(double nowSeconds) {
        double seconds = Math.min(nowSeconds, flowsUntil) - flowsFrom;
        return litersBefore + Math.max(0, seconds) * litersPerMinute / 60;
    }

    /** The flow while open and in order. */
    public double flowLitersPerMinute() {
        return flowLitersPerMinute;
    }
}
