package io.pythoflow.sim.field.sensor;

/**
 * How far an instrument of one kind is off: reading = gain · truth + bias + drift · days +
 * perDegree · (T - 20 °C) + noise, rounded to its resolution and held within its scale. Spreads are
 * standard deviations over specimens; every specimen draws its own.
 *
 * @param gainSpread around 1
 * @param biasSpread around 0, in the unit of the metric
 * @param driftSpread per day, around 0
 * @param perDegree effect of each °C from 20, middle of the specimens
 * @param perDegreeSpread of that effect
 * @param noise standard deviation of what changes from reading to reading
 * @param noiseMemory correlation of the noise of neighbouring readings (AR(1)), 0 to 1
 * @param stepsPerUnit resolution: 10 for tenths
 * @param lowest the scale begins here
 * @param highest the scale ends here
 */
record Accuracy(
        double gainSpread,
        double biasSpread,
        double driftSpread,
        double perDegree,
        double perDegreeSpread,
        double noise,
        double noiseMemory,
        double stepsPerUnit,
        double lowest,
        double highest) {

    /** An instrument with bias and white noise only. */
    static Accuracy simple(
            double biasSpread, double noise, double stepsPerUnit, double lowest, double highest) {
        return new Accuracy(0, biasSpread, 0, 0, 0, noise, 0, stepsPerUnit, lowest, highest);
    }
}
