package io.pythoflow.job.lake;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectedMessage;
import io.pythoflow.contract.payload.TimestampSource;
import io.pythoflow.job.aggregate.SensorAggregate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Records for the tests of the row mappings and sinks. */
final class Rows {

    static final long NOON = Instant.parse("2026-06-01T12:00:00.123Z").toEpochMilli();

    private Rows() {}

    /** A reading with only what every reading has. */
    static Reading sparseReading(String sensorId, long timestamp) {
        return new Reading(
                null,
                sensorId,
                null,
                null,
                timestamp,
                TimestampSource.INGEST,
                timestamp + 7,
                null,
                null,
                false,
                List.of(new Measurement("soil_moisture", 31.25, null)),
                List.of(),
                "irrigation/sensors/g1/data",
                null);
    }

    /** A reading that fills every column: each metric of the contract, and one of its own. */
    static Reading fullReading() {
        List<Measurement> measurements = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            measurements.add(new Measurement(metric.metricName(), 1.5 + measurements.size(), null));
        }
        measurements.add(new Measurement("leaf_wetness", 0.75, "1"));
        measurements.add(new Measurement("température_ü", -3.5, null));
        return new Reading(
                "m-1",
                "sensor-ä-水-😀",
                "irrigation-gateway-000",
                "zone-1",
                NOON,
                TimestampSource.DEVICE,
                NOON + 250,
                42L,
                10,
                true,
                measurements,
                List.of("clock_ahead", "out_of_range:soil_moisture"),
                "irrigation/sensors/irrigation-gateway-000/data",
                "1.4.2");
    }

    /** An aggregate whose every component differs, so that no column can hold another's value. */
    static SensorAggregate fullAggregate() {
        return new SensorAggregate(
                "s1",
                "g1",
                "z1",
                "soil_moisture",
                "%VWC",
                NOON,
                NOON + 1_800_000,
                101,
                180L,
                0.56,
                1.01,
                1.02,
                1.03,
                1.04,
                1.05,
                1.06,
                1.07,
                1.08,
                1.09,
                1.10,
                1.11,
                1.12,
                NOON + 1,
                1.13,
                NOON + 2,
                1.14,
                1.15,
                102,
                103,
                104,
                105,
                106,
                true,
                SensorAggregate.Quality.SUSPECT,
                3,
                NOON + 4,
                SensorAggregate.Origin.BACKFILL,
                107L,
                NOON + 5.5);
    }

    /** The same where everything that may be unknown is. */
    static SensorAggregate sparseAggregate() {
        SensorAggregate full = fullAggregate();
        return new SensorAggregate(
                full.sensorId(),
                null,
                null,
                full.metric(),
                null,
                full.windowStart(),
                full.windowEnd(),
                1,
                null,
                null,
                2,
                2,
                2,
                null,
                2,
                2,
                2,
                2,
                2,
                2,
                2,
                2,
                full.firstAt(),
                2,
                full.firstAt(),
                null,
                null,
                0,
                0,
                0,
                0,
                0,
                false,
                SensorAggregate.Quality.GOOD,
                0,
                full.emittedAt(),
                SensorAggregate.Origin.LIVE,
                null,
                null);
    }

    static RejectedMessage rejectedElement() {
        byte[] payload = "x\u0000{\"é\":".getBytes(StandardCharsets.UTF_8);
        byte[] malformed = new byte[payload.length + 2];
        System.arraycopy(payload, 0, malformed, 0, payload.length);
        malformed[payload.length] = (byte) 0xC3;
        malformed[payload.length + 1] = (byte) 0xFF;
        return new RejectedMessage(
                NOON, "irrigation/gateway/status", "malformed_json", "Ends early", 2, malformed);
    }

    static RejectedMessage rejected(long receivedAt, byte[] payload) {
        return new RejectedMessage(receivedAt, "topic", "malformed_json", "Reason", null, payload);
    }
}
