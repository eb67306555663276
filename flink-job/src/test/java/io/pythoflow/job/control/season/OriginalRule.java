package io.pythoflow.job.control.season;

import io.pythoflow.contract.agronomy.SoilWater;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The original's rule: where the mean of all probes over half an hour is below the crop's lowest
 * moisture, five minutes of water; asked every half hour, whatever the weather and the hour.
 */
public final class OriginalRule {
    private static final int STEPS_PER_MEAN = 3;
    private static final double RUN_SECONDS = 300;

    private OriginalRule() {}

    /**
     * Waters plots for as long as there is weather.
     *
     * @param isHeard which probes it is given
     */
    public static void water(List<Plot> plots, SeasonWeather weather, Predicate<Probe> isHeard) {
        Map<Plot, double[]> sums = new HashMap<>();
        plots.forEach(plot -> sums.put(plot, new double[2]));
        for (int step = 0; step < weather.steps(); step++) {
            for (Plot plot : plots) {
                plot.advance(step);
                double[] sum = sums.get(plot);
                for (Probe probe : plot.probes()) {
                    double reading = probe.read(plot.soil(), weather.sky(step), step);
                    if (isHeard.test(probe)) {
                        sum[0] += reading;
                        sum[1]++;
                    }
                }
                if ((step + 1) % STEPS_PER_MEAN == 0) {
                    if (sum[0] / sum[1] < lowest(plot)) {
                        plot.open();
                        plot.flow(RUN_SECONDS);
                    }
                    sums.put(plot, new double[2]);
                }
            }
        }
    }

    /** The moisture at which the readily available water is used up, by the soil of the rules. */
    private static double lowest(Plot plot) {
        SoilWater soil = plot.setup().ruledSoil();
        double available = soil.fieldCapacity() - soil.wiltingPoint();
        return 100 * (soil.fieldCapacity() - plot.setup().crop().depletionFraction() * available);
    }
}
