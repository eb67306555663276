package io.pythoflow.job.control.season;

import java.util.List;

/**
 * What the season required: somebody who sees into the soil waters a day before the readily
 * available water is used up, to a tenth below field capacity, and holds back in rain and frost.
 */
public final class PerfectRule {
    private static final double ROOM_FOR_RAIN = 0.1;
    private static final double LEAST_MARGIN = 0.05;
    private static final double STEP_SECONDS = SeasonWeather.STEP_MILLIS / 1000.0;

    private PerfectRule() {}

    /** Waters plots for as long as there is weather. */
    public static void water(List<Plot> plots, SeasonWeather weather) {
        for (Plot plot : plots) {
            boolean dry = false;
            double target = ROOM_FOR_RAIN * plot.soil().totalAvailableMm();
            for (int step = 0; step < weather.steps(); step++) {
                plot.advance(step);
                double depletionMm = plot.soil().depletionMm();
                double marginMm =
                        Math.max(
                                LEAST_MARGIN * plot.soil().totalAvailableMm(),
                                plot.cropEtMmPerDay());
                boolean before = dry;
                if (depletionMm <= target || !Restraint.RULED.at(weather, step + 1).isEmpty()) {
                    dry = false;
                } else if (depletionMm + marginMm >= plot.readilyAvailableMm(step)) {
                    dry = true;
                }
                if (dry) {
                    if (!before) {
                        plot.open();
                    }
                    double mmPerSecond =
                            Plot.FLOW_LITERS_PER_MINUTE / 60 * Plot.EFFICIENCY / Plot.AREA_M2;
                    plot.flow(Math.min(STEP_SECONDS, (depletionMm - target) / mmPerSecond));
                }
            }
        }
    }
}
