package io.pythoflow.job.control.season;

/**
 * When rain and frost forbid watering, by what really falls and freezes.
 *
 * @param skipMm so much rain within {@code withinSteps} is enough
 * @param rainingSteps it rains as long as there was {@code leastMm} within them
 * @param belowC it freezes below
 * @param clearSteps how long it must have been warmer
 */
public record Restraint(
        double skipMm,
        int withinSteps,
        double leastMm,
        int rainingSteps,
        double belowC,
        int clearSteps) {

    /** As the rules say it: 4 mm within 12 hours, rain within half an hour, 4 °C within an hour. */
    public static final Restraint RULED = new Restraint(4, 72, 0.2, 3, 4, 6);

    /**
     * What nobody can miss who has an ordinary weather station that reports every ten minutes: a
     * gauge that misses a twentieth and tips every 0.2 mm, a thermometer that is 0.5 °C off.
     */
    public static final Restraint UNDENIABLE = new Restraint(4.5, 71, 0.45, 2, 3.5, 5);

    /** Whether it forbids at the begin of a step, and why; empty where it does not. */
    public String at(SeasonWeather weather, int step) {
        if (weather.rainMm(step - rainingSteps, step) >= leastMm) {
            return "it rains";
        }
        if (weather.rainMm(step - withinSteps, step) >= skipMm) {
            return "it has rained";
        }
        for (int past = Math.max(0, step - clearSteps); past < step; past++) {
            if (weather.sky(past).temperatureC() < belowC) {
                return "frost";
            }
        }
        return "";
    }
}
