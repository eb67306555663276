package io.pythoflow.job.control.season;

import java.util.Random;

/**
 * A soil moisture probe: gain, bias, drift and temperature bend what it reads, noise that lasts
 * (AR(1)) lies on it, and the last digit is a tenth of a percent. It may break.
 */
public final class Probe {
    private static final double NOISE_PERCENT = 0.3;
    private static final double NOISE_LASTS = 0.7;
    private static final double GAIN_SPREAD = 0.02;
    private static final double BIAS_PERCENT = 0.7;
    private static final double DRIFT_PERCENT_PER_DAY = 0.004;
    private static final double PERCENT_PER_DEGREE = -0.05;
    private static final double DEEPEST_TILT = 0.08;

    /** How a probe breaks. */
    public enum Fault {
        NONE("none"),
        STUCK("stuck at one value"),
        DRIFTING("drifting away by 0.4 % a day"),
        SPIKING("every tenth reading 18 to 30 % off"),
        ZERO("dropping to zero");

        private final String words;

        Fault(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private final String id;
    private final Fault fault;
    private final int brokenFrom;
    private final Random random;
    private final double gain;
    private final double biasPercent;
    private final double driftPerDay;
    private final double upperShare;
    private double noise;
    private double stuckAt = Double.NaN;

    /**
     * @param brokenFrom step from which on the fault shows
     */
    public Probe(String id, Fault fault, int brokenFrom, Random random) {
        this.id = id;
        this.fault = fault;
        this.brokenFrom = brokenFrom;
        this.random = random;
        gain = 1 + GAIN_SPREAD * random.nextGaussian();
        biasPercent = BIAS_PERCENT * random.nextGaussian();
        driftPerDay = DRIFT_PERCENT_PER_DAY * random.nextGaussian();
        upperShare = 0.5 + DEEPEST_TILT * (2 * random.nextDouble() - 1);
    }

    public String id() {
        return id;
    }

    public Fault fault() {
        return fault;
    }

    public boolean isBroken(int step) {
        return fault != Fault.NONE && step >= brokenFrom;
    }

    /** What it says of the soil, % by volume. Called once a step. */
    public double read(TrueSoil soil, SeasonWeather.Sky sky, int step) {
        double truth = soil.moisturePercent(upperShare);
        noise =
                NOISE_LASTS * noise
                        + NOISE_PERCENT
                                * Math.sqrt(1 - NOISE_LASTS * NOISE_LASTS)
                                * random.nextGaussian();
        double days = SeasonWeather.days(step);
        double reading =
                gain * truth
                        + biasPercent
                        + driftPerDay * days
                        + PERCENT_PER_DEGREE * (sky.soilTemperatureC() - 20)
                        + noise;
        double spike = random.nextInt(10) == 0 ? 18 + 12 * random.nextDouble() : 0;
        double sign = random.nextBoolean() ? 1 : -1;
        if (isBroken(step)) {
            reading = broken(reading, step, sign * spike);
        }
        return Math.max(0, Math.min(60, Math.round(reading * 10) / 10.0));
    }

    private double broken(double reading, int step, double spike) {
        return switch (fault) {
            case NONE -> reading;
            case STUCK -> {
                stuckAt = Double.isNaN(stuckAt) ? reading : stuckAt;
                yield stuckAt;
            }
            case DRIFTING -> reading - 0.4 * SeasonWeather.days(step - brokenFrom);
            case SPIKING -> reading + spike;
            case ZERO -> 0;
        };
    }
}
