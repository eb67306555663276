package io.pythoflow.sim.field.sensor;

import java.util.Random;

/**
 * One specimen of an instrument: its own gain, bias, drift and temperature effect, its own noise.
 */
final class Instrument {

    private static final double REFERENCE_C = 20;
    private static final double SECONDS_PER_DAY = 86_400;

    private final Accuracy accuracy;
    private final Random random;
    private final double gain;
    private final double bias;
    private final double driftPerDay;
    private final double perDegree;
    private double noise;

    Instrument(Accuracy accuracy, Random random) {
        this.accuracy = accuracy;
        this.random = random;
        this.gain = 1 + accuracy.gainSpread() * random.nextGaussian();
        this.bias = accuracy.biasSpread() * random.nextGaussian();
        this.driftPerDay = accuracy.driftSpread() * random.nextGaussian();
        this.perDegree = accuracy.perDegree() + accuracy.perDegreeSpread() * random.nextGaussian();
        this.noise = accuracy.noise() * random.nextGaussian();
    }

    /**
     * What it shows.
     *
     * @param truth what it should show
     * @param temperatureC of the instrument
     * @param ageSeconds since it was installed
     */
    double read(double truth, double temperatureC, double ageSeconds) {
        double memory = accuracy.noiseMemory();
        noise =
                memory * noise
                        + Math.sqrt(1 - memory * memory) * accuracy.noise() * random.nextGaussian();
        double raw =
                gain * truth
                        + bias
                        + driftPerDay * ageSeconds / SECONDS_PER_DAY
                        + perDegree * (temperatureC - REFERENCE_C)
                        + noise;
        double held = Math.max(accuracy.lowest(), Math.min(accuracy.highest(), raw));
        return Math.rint(held * accuracy.stepsPerUnit()) / accuracy.stepsPerUnit();
    }
}
