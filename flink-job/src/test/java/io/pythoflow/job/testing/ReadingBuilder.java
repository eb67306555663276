package io.pythoflow.job.testing;

import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.TimestampSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reading of sensor {@code A1} at {@link #NOON}, received at once; tests say what differs. */
public final class ReadingBuilder {
    /** 2025-06-01T12:00:00Z. */
    public static final long NOON = 1_748_779_200_000L;

    private @Nullable String messageId;
    private String sensorId = "A1";
    private @Nullable String gatewayId = "irrigation-gateway-000";
    private @Nullable String zoneId;
    private long timestamp = NOON;
    private TimestampSource timestampSource = TimestampSource.DEVICE;
    private @Nullable Long receivedAt;
    private @Nullable Long sequence;
    private @Nullable Integer samplePeriodSeconds;
    private boolean historical;
    private final List<Measurement> measurements = new ArrayList<>();
    private List<String> flags = List.of();
    private String topic = "irrigation/sensors/A1/data";

    public static ReadingBuilder aReading() {
        return new ReadingBuilder();
    }

    public ReadingBuilder withId(String id) {
        messageId = id;
        return this;
    }

    public ReadingBuilder of(String sensor) {
        sensorId = sensor;
        return this;
    }

    public ReadingBuilder through(@Nullable String gateway) {
        gatewayId = gateway;
        return this;
    }

    public ReadingBuilder inZone(String zone) {
        zoneId = zone;
        return this;
    }

    public ReadingBuilder at(long epochMillis) {
        timestamp = epochMillis;
        return this;
    }

    /** Without a time of its own: the time of receipt stands in. */
    public ReadingBuilder timedByReceiptAt(long epochMillis) {
        timestamp = epochMillis;
        receivedAt = epochMillis;
        timestampSource = TimestampSource.INGEST;
        return this;
    }

    public ReadingBuilder receivedAt(long epochMillis) {
        receivedAt = epochMillis;
        return this;
    }

    public ReadingBuilder sequence(long number) {
        sequence = number;
        return this;
    }

    public ReadingBuilder every(int seconds) {
        samplePeriodSeconds = seconds;
        return this;
    }

    public ReadingBuilder fromBuffer() {
        historical = true;
        return this;
    }

    public ReadingBuilder flagged(String flag) {
        flags = List.of(flag);
        return this;
    }

    public ReadingBuilder on(String mqttTopic) {
        topic = mqttTopic;
        return this;
    }

    public ReadingBuilder with(String metric, double value) {
        measurements.add(new Measurement(metric, value, null));
        return this;
    }

    public ReadingBuilder with(String metric, double value, String unit) {
        measurements.add(new Measurement(metric, value, unit));
        return this;
    }

    /** Has a soil moisture of 25 % unless the test gave measurements. */
    public Reading build() {
        return new Reading(
                messageId,
                sensorId,
                gatewayId,
                zoneId,
                timestamp,
                timestampSource,
                receivedAt == null ? timestamp : receivedAt,
                sequence,
                samplePeriodSeconds,
                historical,
                measurements.isEmpty()
                        ? List.of(new Measurement("soil_moisture", 25, null))
                        : List.copyOf(measurements),
                flags,
                topic,
                null);
    }
}
