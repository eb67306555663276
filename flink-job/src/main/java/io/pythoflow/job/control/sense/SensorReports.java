package io.pythoflow.job.control.sense;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Flags;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.control.sense.SensorReport.Channel;
import io.pythoflow.job.control.sense.SensorReport.Doubt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the control loop takes of readings. Thread-safe. */
public final class SensorReports {

    private static final Map<String, Metric> USED =
            Stream.of(
                            Metric.SOIL_MOISTURE,
                            Metric.SOIL_MOISTURE_RELATIVE,
                            Metric.SOIL_TEMPERATURE,
                            Metric.TEMPERATURE,
                            Metric.HUMIDITY,
                            Metric.RAIN,
                            Metric.PRESSURE,
                            Metric.WIND_SPEED,
                            Metric.SOLAR_RADIATION,
                            Metric.FLOW_RATE)
                    .collect(Collectors.toUnmodifiableMap(Metric::metricName, Function.identity()));

    /** A clock that was never set, or runs ahead; also where the time of receipt stands in. */
    private static final Set<String> CLOCK_FLAGS =
            Set.of(Flags.CLOCK_NOT_SET, Flags.CLOCK_FAR_AHEAD, Flags.CLOCK_AHEAD);

    private SensorReports() {}

    /**
     * The report of a reading; empty where it has nothing that the control loop uses. A value that
     * the reading's flags call implausible, doubtful or of an unknown unit is left out, as if not
     * measured.
     *
     * <p>Of several doubts the gravest is named: whose reading it is, then the clock, then that it
     * comes from a buffer. A reading without any time is no doubt of a clock: a sender without one,
     * as the original firmware, measures when it sends, and the time of receipt stands in without a
     * flag. A time without zone is none either: taken as UTC it lies in the past, where the age of
     * the reading speaks, or ahead, where the clock's flag does.
     */
    public static Optional<SensorReport> of(Reading reading) {
        List<Measurement> measurements = usable(reading);
        if (measurements.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new SensorReport(
                        reading.sensorId(),
                        reading.gatewayId(),
                        reading.timestamp(),
                        reading.receivedAt(),
                        channel(reading),
                        doubt(reading),
                        reading.samplePeriodSeconds(),
                        measurements));
    }

    private static List<Measurement> usable(Reading reading) {
        List<String> flags = reading.flags();
        if (flags.contains(Flags.SENDER_QUALITY)) {
            return List.of();
        }
        // A loop, since it sees every reading.
        List<Measurement> usable = new ArrayList<>(reading.measurements().size());
        for (Measurement measurement : reading.measurements()) {
            if (USED.containsKey(measurement.metric())
                    && (flags.isEmpty() || !isDoubted(measurement, flags))) {
                usable.add(measurement);
            }
        }
        return usable;
    }

    private static boolean isDoubted(Measurement measurement, List<String> flags) {
        String metric = measurement.metric();
        return flags.contains(Flags.OUT_OF_RANGE + metric)
                || flags.contains(Flags.UNKNOWN_UNIT + metric)
                || flags.contains(Flags.SENDER_QUALITY_OF + metric)
                || flags.contains(Flags.SENDER_QUALITY_OF + sentAs(metric));
    }

    /**
     * The sender doubts a metric by the name it sent; the unit may have made the other soil
     * moisture of it.
     */
    private static String sentAs(String metric) {
        return switch (USED.get(metric)) {
            case SOIL_MOISTURE -> Metric.SOIL_MOISTURE_RELATIVE.metricName();
            case SOIL_MOISTURE_RELATIVE -> Metric.SOIL_MOISTURE.metricName();
            default -> metric;
        };
    }

    private static Channel channel(Reading reading) {
        return reading.topic().equals(Topics.GATEWAY_STATUS)
                ? Channel.STATUS_TOPIC
                : Channel.SENSOR_TOPIC;
    }

    private static Doubt doubt(Reading reading) {
        List<String> flags = reading.flags();
        if (flags.contains(Flags.TOPIC_SENSOR_DIFFERS)) {
            return Doubt.IDENTITY;
        }
        if (!Collections.disjoint(flags, CLOCK_FLAGS)) {
            return Doubt.CLOCK;
        }
        return reading.historical() ? Doubt.HISTORICAL : Doubt.NONE;
    }
}
