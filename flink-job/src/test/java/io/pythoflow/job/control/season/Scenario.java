package io.pythoflow.job.control.season;

import io.pythoflow.contract.agronomy.Crop;
import io.pythoflow.contract.agronomy.Soil;
import io.pythoflow.job.control.season.Plot.Setup;
import io.pythoflow.job.control.season.Probe.Fault;
import java.util.List;

/**
 * A season: its weather, and three plots whose soil the rules put 15 % too high or too low, and
 * whose first probes break in three of the four ways. The seed decides about all of it.
 */
public final class Scenario {
    private static final int DAYS = 120;
    private static final double OFF = 0.15;

    private final long seed;
    private final double startDepletion;
    private final SeasonWeather weather;

    /**
     * @param startDepletion Dr / TAW of each plot at the start
     */
    public Scenario(long seed, double startDepletion) {
        this.seed = seed;
        this.startDepletion = startDepletion;
        weather = new SeasonWeather(seed, DAYS);
    }

    public long seed() {
        return seed;
    }

    public SeasonWeather weather() {
        return weather;
    }

    /** The plots before the season. */
    public List<Plot> plots() {
        double one = seed % 2 == 1 ? 1 + OFF : 1 - OFF;
        double other = 2 - one;
        return List.of(
                plot(new Setup(Crop.LETTUCE, Soil.SANDY_LOAM, one, fault(0), 20), 1),
                plot(new Setup(Crop.POTATO, Soil.LOAM, other, fault(1), 30), 2),
                plot(new Setup(Crop.TOMATO, Soil.SILT_LOAM, one, fault(2), 40), 0));
    }

    private Plot plot(Setup setup, int probes) {
        return new Plot(setup, weather, startDepletion, 31 * seed + probes);
    }

    private Fault fault(int plot) {
        Fault[] faults = {Fault.ZERO, Fault.DRIFTING, Fault.STUCK, Fault.SPIKING};
        return faults[Math.floorMod(seed - 1 + plot, faults.length)];
    }
}
