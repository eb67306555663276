package io.pythoflow.sim.field.sensor;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.sim.field.soil.ZoneTruth;

/** An extra of some sensor nodes: counts pulses and reports those since its last reading. */
public enum Meter {
    /** Tipping bucket of 0.2 mm; what is left in the bucket counts next time. */
    RAIN_GAUGE {
        @Override
        double total(ZoneTruth truth) {
            return truth.rainMm();
        }

        @Override
        double pulsesPerUnit() {
            return 5;
        }

        @Override
        Measured report(double pulses, double seconds) {
            return new Measured(Metric.RAIN, pulses / pulsesPerUnit());
        }
    },
    /** Turbine with 450 pulses per litre (YF-S201): mean flow since the last reading. */
    FLOW_METER {
        @Override
        double total(ZoneTruth truth) {
            return truth.irrigationLiters();
        }

        @Override
        double pulsesPerUnit() {
            return 450;
        }

        @Override
        Measured report(double pulses, double seconds) {
            double liters = pulses / pulsesPerUnit();
            double perMinute = seconds > 0 ? liters / seconds * 60 : 0;
            return new Measured(Metric.FLOW_RATE, Math.rint(perMinute * 10) / 10);
        }
    };

    /** What has passed since the start, mm or L. */
    abstract double total(ZoneTruth truth);

    abstract double pulsesPerUnit();

    /**
     * The value to report.
     *
     * @param pulses since the last reading
     * @param seconds since the last reading
     */
    abstract Measured report(double pulses, double seconds);
}
