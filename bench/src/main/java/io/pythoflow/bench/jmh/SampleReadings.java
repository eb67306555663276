package io.pythoflow.bench.jmh;

import io.pythoflow.bench.load.Messages;
import io.pythoflow.bench.load.Workload;
import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.ingest.Ingested;
import io.pythoflow.job.ingest.ReadingDeserializer;
import io.pythoflow.job.mqtt.MqttDeserializer;
import io.pythoflow.job.mqtt.MqttMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/**
 * Readings of five metrics, as they come out of the decoder: of {@link #SENSORS} sensors in turn,
 * one a second each, all in the window of a minute from {@link #WINDOW_START} on.
 */
public final class SampleReadings {
    /** Of a thousand one sends what cannot be read, and one what was sent before. */
    public static final int SENSORS = 998;

    public static final int PER_SENSOR = 56;
    public static final int METRICS = 5;

    /** 2026-01-01T00:00:00Z. */
    public static final long WINDOW_START = 1_767_225_600_000L;

    public static final int WINDOW_MILLIS = 60_000;

    private static final int ALL_SENSORS = 1_000;
    private static final long STEP_NANOS = 1_000_000;
    private static final long RECEIVED_LATER_MILLIS = 50;

    private SampleReadings() {}

    /** All of them, in the order in which they come. */
    public static Reading[] all() {
        List<Reading> readings = new ArrayList<>();
        ReadingDeserializer deserializer = deserializer();
        MqttDeserializer.Output<Ingested> output =
                new MqttDeserializer.Output<>() {
                    @Override
                    public void collect(Ingested ingested, long eventTimestamp) {
                        readings.add(Objects.requireNonNull(ingested.reading()));
                    }

                    @Override
                    public void collect(Ingested ingested) {
                        throw new IllegalStateException("A reading was rejected: " + ingested);
                    }
                };
        for (MqttMessage message : messages(1, ALL_SENSORS * PER_SENSOR)) {
            deserializer.deserialize(message, output);
        }
        return readings.toArray(Reading[]::new);
    }

    /** Of so many messages those that can be read, and were not sent before. */
    static MqttMessage[] messages(int readingsPerMessage, int count) {
        // Readings lie up to four seconds behind, and the window holds them all.
        Workload workload =
                new Workload(
                        ALL_SENSORS,
                        METRICS,
                        readingsPerMessage,
                        WINDOW_START + Workload.OUT_OF_ORDER_MILLIS,
                        STEP_NANOS,
                        Workload.Late.NONE);
        Messages payloads = new Messages(workload);
        List<MqttMessage> messages = new ArrayList<>(count);
        for (long number = 0; number < count; number++) {
            if (!workload.isBroken(number) && !workload.isCopy(number)) {
                long first = number * readingsPerMessage;
                messages.add(
                        new MqttMessage(
                                payloads.topic(number),
                                payloads.payload(number),
                                workload.timeOf(first + readingsPerMessage - 1)
                                        + RECEIVED_LATER_MILLIS,
                                1,
                                false,
                                false));
            }
        }
        return messages.toArray(MqttMessage[]::new);
    }

    static ReadingDeserializer deserializer() {
        ReadingDeserializer deserializer = new ReadingDeserializer(DecodeLimits.defaults());
        deserializer.open(new UnregisteredMetricsGroup());
        return deserializer;
    }
}
