package io.pythoflow.bench.baseline;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.TimestampSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A reading as Jackson binds it, and as Flink's serializer for plain objects knows it. */
@JsonIgnoreProperties(ignoreUnknown = true)
public final class PlainReading {
    @JsonProperty("message_id")
    public String messageId = "";

    @JsonProperty("sensor_id")
    public String sensorId = "";

    /** Epoch milliseconds. */
    @JsonProperty("ts")
    public long timestamp;

    /** By metric. */
    @JsonProperty("values")
    public Map<String, Double> values = Map.of();

    /** Empty where a job keeps none. */
    @JsonIgnore public String topic = "";

    /** The row of {@code readings}. */
    Reading toReading() {
        List<Measurement> measurements = new ArrayList<>(values.size());
        values.forEach((metric, value) -> measurements.add(new Measurement(metric, value, null)));
        return new Reading(
                messageId,
                sensorId,
                null,
                null,
                timestamp,
                TimestampSource.DEVICE,
                System.currentTimeMillis(),
                null,
                null,
                false,
                measurements,
                List.of(),
                topic,
                null);
    }
}
