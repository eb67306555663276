package io.pythoflow.job.control;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The soil of the zones, as it is and not as anybody believes it to be. */
final class ModelField {
    private static final double DRYING_PERCENT_PER_HOUR = 8;

    /** Of the zones in the shade, which are wet for long. */
    private static final double SHADED_PERCENT_PER_HOUR = 1.5;

    private static final Set<String> SHADED = Set.of("z3", "z5");
    private static final double PERCENT_PER_LITER = 0.06;
    private static final double WETTEST_PERCENT = 30;

    private final Map<String, Soil> soils = new HashMap<>();

    private static final class Soil {
        private final double dryingPerHour;
        private double percent = 21;
        private double litersPerMinute;
        private long at;

        Soil(double dryingPerHour) {
            this.dryingPerHour = dryingPerHour;
        }

        private void advance(long now) {
            double hours = Math.max(0, now - at) / 3_600_000.0;
            percent += hours * (litersPerMinute * 60 * PERCENT_PER_LITER - dryingPerHour);
            percent = Math.max(8, Math.min(WETTEST_PERCENT, percent));
            at = now;
        }
    }

    private Soil soil(String zoneId, long now) {
        Soil soil = soils.get(zoneId);
        if (soil == null) {
            soil =
                    new Soil(
                            SHADED.contains(zoneId)
                                    ? SHADED_PERCENT_PER_HOUR
                                    : DRYING_PERCENT_PER_HOUR);
            soil.at = now;
            soils.put(zoneId, soil);
        }
        soil.advance(now);
        return soil;
    }

    /** % volumetric. */
    double moisture(String zoneId, long now) {
        return soil(zoneId, now).percent;
    }

    void flow(String zoneId, double litersPerMinute, long now) {
        soil(zoneId, now).litersPerMinute = litersPerMinute;
    }

    double litersPerMinute(String zoneId, long now) {
        return soil(zoneId, now).litersPerMinute;
    }

    void rain(double depthMm, long now) {
        soils.keySet().forEach(zone -> soil(zone, now).percent += depthMm / 3);
    }
}
