package io.pythoflow.job.control.season;

import io.pythoflow.contract.agronomy.Crop;
import io.pythoflow.contract.agronomy.Soil;
import io.pythoflow.contract.agronomy.SoilWater;
import io.pythoflow.contract.agronomy.SoilWaterBalance;
import io.pythoflow.job.control.season.Probe.Fault;
import io.pythoflow.job.control.season.SeasonWeather.Sky;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One crop in its soil with its valve and three probes, the first of which breaks. Planted on the
 * first day of the weather.
 */
public final class Plot {
    public static final double AREA_M2 = 50;
    public static final double FLOW_LITERS_PER_MINUTE = 25;
    public static final double EFFICIENCY = 0.9;

    private static final double HOURS_PER_STEP = 24.0 / SeasonWeather.STEPS_PER_DAY;

    /**
     * Which plot.
     *
     * @param rulesSayShare constants of the soil in the rules as a share of the true ones
     * @param brokenFromDay when the fault of the first probe shows
     */
    public record Setup(
            Crop crop, Soil soil, double rulesSayShare, Fault fault, int brokenFromDay) {

        public String id() {
            return crop.toString();
        }

        /** What the rules say. */
        public SoilWater ruledSoil() {
            SoilWater truth = soil.water();
            return new SoilWater(
                    truth.fieldCapacity() * rulesSayShare, truth.wiltingPoint() * rulesSayShare);
        }
    }

    private final Setup setup;
    private final SeasonWeather weather;
    private final TrueSoil soil;
    private final List<Probe> probes = new ArrayList<>();
    private final Ledger ledger = new Ledger();
    private final double[] lastDayMm = new double[SeasonWeather.STEPS_PER_DAY];
    private double cropEtMmPerDay;
    private double pendingMm;

    /**
     * @param startDepletion Dr / TAW at the start
     * @param seed of the probes, another one for each plot
     */
    public Plot(Setup setup, SeasonWeather weather, double startDepletion, long seed) {
        this.setup = setup;
        this.weather = weather;
        soil = new TrueSoil(setup.soil.water(), setup.crop.rootDepthM(), startDepletion);
        Random random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            probes.add(
                    new Probe(
                            setup.id() + "-" + (char) ('a' + i),
                            i == 0 ? setup.fault : Fault.NONE,
                            setup.brokenFromDay * SeasonWeather.STEPS_PER_DAY,
                            new Random(random.nextLong())));
        }
    }

    public Setup setup() {
        return setup;
    }

    public List<Probe> probes() {
        return probes;
    }

    public TrueSoil soil() {
        return soil;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** The valve is opened. */
    public void open() {
        ledger.opened();
    }

    /** The valve is open for a while. */
    public void flow(double seconds) {
        double depthMm = seconds / 60 * FLOW_LITERS_PER_MINUTE * EFFICIENCY / AREA_M2;
        pendingMm += depthMm;
        ledger.watered(depthMm);
    }

    /** Lives through a step, with what has flowed since the last. */
    public void advance(int step) {
        Sky sky = weather.sky(step);
        double cropMm =
                sky.referenceMm() * setup.crop.coefficient(Math.floor(SeasonWeather.days(step)));
        int slot = step % lastDayMm.length;
        cropEtMmPerDay += cropMm - lastDayMm[slot];
        lastDayMm[slot] = cropMm;
        double percolatedMm =
                soil.advance(HOURS_PER_STEP, cropMm, fraction(step), sky.rainMm() + pendingMm);
        pendingMm = 0;
        double excessShare = soil.depletionMm() / soil.totalAvailableMm() - fraction(step);
        ledger.advanced(step, cropMm, soil.stressCoefficient(), percolatedMm, excessShare);
    }

    /** ETc of the last 24 hours. */
    public double cropEtMmPerDay() {
        return cropEtMmPerDay;
    }

    /** p, by the evapotranspiration of the last 24 hours. */
    public double fraction(int step) {
        return step < SeasonWeather.STEPS_PER_DAY
                ? setup.crop.depletionFraction()
                : SoilWaterBalance.depletionFraction(
                        setup.crop.depletionFraction(), cropEtMmPerDay);
    }

    /** RAW, mm. */
    public double readilyAvailableMm(int step) {
        return fraction(step) * soil.totalAvailableMm();
    }
}
