package io.pythoflow.sim.field.sensor;

import io.pythoflow.contract.metric.Metric;

/**
 * One value as a sensor reports it.
 *
 * @param metric what
 * @param value in the metric's canonical unit, already quantised
 */
public record Measured(Metric metric, double value) {

    /** Whether this is the wetness of the soil, on either scale. */
    public boolean isSoilMoisture() {
        return metric == Metric.SOIL_MOISTURE || metric == Metric.SOIL_MOISTURE_RELATIVE;
    }

    /** The same metric with another value. */
    public Measured withValue(double other) {
        return new Measured(metric, other);
    }
}
