package io.pythoflow.contract.rules;

import io.pythoflow.contract.metric.Metric;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a zone is thirsty, and how much it gets.
 *
 * @param by what decides
 * @param metric {@link Metric#SOIL_MOISTURE} or {@link Metric#SOIL_MOISTURE_RELATIVE}: what the
 *     zone's sensors measure. Only readings in this metric count; units never mix
 * @param low below it the zone is thirsty; in the metric's unit, or in % volumetric where there is
 *     a calibration. Null for θFC − p(θFC − θWP), which needs volumetric moisture
 * @param high at or above it the zone has enough; null for θFC − 0.1(θFC − θWP)
 * @param confirmations readings in a row that must be below {@code low}, 1 to 10
 * @param calibration from relative to volumetric moisture; null where the metric stands as it is
 * @param fixedRunSeconds how long each run is, whatever the deficit; required for relative moisture
 *     without calibration; null for the deficit's depth
 * @param depletionFraction p; null for the crop's, adjusted to the day's evapotranspiration
 */
public record Demand(
        By by,
        Metric metric,
        @Nullable Double low,
        @Nullable Double high,
        int confirmations,
        @Nullable Calibration calibration,
        @Nullable Integer fixedRunSeconds,
        @Nullable Double depletionFraction) {

    /** What decides. */
    public enum By {
        /** Measured moisture between two thresholds (hysteresis). */
        MOISTURE,
        /** Root zone depletion Dr against RAW, by the water balance of FAO-56 chapter 8. */
        DEPLETION
    }

    /**
     * A straight line through two points: what the sensor reads in soil of known water content.
     *
     * @param dryReading relative moisture in dry soil
     * @param dryPercent volumetric moisture of that soil, %
     * @param wetReading relative moisture in wet soil
     * @param wetPercent volumetric moisture of that soil, %
     */
    public record Calibration(
            double dryReading, double dryPercent, double wetReading, double wetPercent) {

        /** Volumetric moisture, %, of a reading of relative moisture. */
        public double volumetricPercent(double relative) {
            return dryPercent
                    + (relative - dryReading)
                            * (wetPercent - dryPercent)
                            / (wetReading - dryReading);
        }

        /** What the probe would read in soil of so much water by volume, %. */
        public double relative(double volumetricPercent) {
            return dryReading
                    + (volumetricPercent - dryPercent)
                            * (wetReading - dryReading)
                            / (wetPercent - dryPercent);
        }
    }

    public Demand {
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(metric, "metric");
    }

    /** Whether thresholds and moisture are in % volumetric. */
    public boolean isVolumetric() {
        return metric == Metric.SOIL_MOISTURE || calibration != null;
    }
}
