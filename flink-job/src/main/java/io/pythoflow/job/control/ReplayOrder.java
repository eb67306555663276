package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.sense.SensorReport.Doubt;
import java.util.Optional;

/**
 * When a reading of the past is heard. Whichever it is, a replay only advises: that historical
 * readings never open a valve stays true.
 */
public enum ReplayOrder {
    /** When the job had received it, as live: what came from a buffer comes late and in doubt. */
    RECEIVED {
        @Override
        public long heardAt(Reading reading) {
            return reading.receivedAt();
        }

        @Override
        public Optional<SensorReport> heard(SensorReport report) {
            return Optional.of(report);
        }
    },

    /**
     * When it was measured, as if nothing had been on its way: that it came from a buffer is no
     * doubt any more. What a clock says that cannot be believed is not heard at all, since its
     * place in the past is not known; it would have opened nothing either way.
     */
    MEASURED {
        @Override
        public long heardAt(Reading reading) {
            return reading.timestamp();
        }

        @Override
        public Optional<SensorReport> heard(SensorReport report) {
            return switch (report.doubt()) {
                case CLOCK -> Optional.empty();
                case NONE, HISTORICAL -> Optional.of(atOnce(report, Doubt.NONE));
                case IDENTITY -> Optional.of(atOnce(report, Doubt.IDENTITY));
            };
        }
    };

    /** When a reading is heard, epoch milliseconds. */
    public abstract long heardAt(Reading reading);

    /** What is heard, with the time of hearing as that of receipt; empty where nothing is. */
    public abstract Optional<SensorReport> heard(SensorReport report);

    private static SensorReport atOnce(SensorReport report, Doubt doubt) {
        return new SensorReport(
                report.sensorId(),
                report.gatewayId(),
                report.timestamp(),
                report.timestamp(),
                report.channel(),
                doubt,
                report.samplePeriodSeconds(),
                report.measurements());
    }
}
