package io.pythoflow.bench.past;

import io.pythoflow.bench.load.Messages;
import io.pythoflow.bench.load.Workload;
import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.ingest.Ingested;
import io.pythoflow.job.ingest.ReadingDeserializer;
import io.pythoflow.job.mqtt.MqttDeserializer;
import io.pythoflow.job.mqtt.MqttMessage;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** From the number of a message to what the job stores of it. */
final class StoredReadingsFunction extends RichFlatMapFunction<Long, Reading> {
    private static final long serialVersionUID = 1L;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long RECEIVED_LATER_MILLIS = 50;

    private final Workload workload;
    private transient @Nullable Messages messages;
    private transient @Nullable ReadingDeserializer deserializer;

    StoredReadingsFunction(Workload workload) {
        this.workload = workload;
    }

    @Override
    public void open(OpenContext context) {
        messages = new Messages(workload);
        ReadingDeserializer opened = new ReadingDeserializer(DecodeLimits.defaults());
        opened.open(getRuntimeContext().getMetricGroup());
        deserializer = opened;
    }

    @Override
    public void flatMap(Long message, Collector<Reading> out) {
        if (workload.isCopy(message) || workload.isBroken(message)) {
            return;
        }
        long sentAt =
                workload.base()
                        + message
                                * workload.readingsPerMessage()
                                * workload.stepNanos()
                                / NANOS_PER_MILLI;
        deserializer.deserialize(
                new MqttMessage(
                        messages.topic(message),
                        messages.payload(message),
                        sentAt + RECEIVED_LATER_MILLIS,
                        1,
                        false,
                        false),
                new MqttDeserializer.Output<>() {
                    @Override
                    public void collect(Ingested ingested, long eventTimestamp) {
                        out.collect(Objects.requireNonNull(ingested.reading()));
                    }

                    @Override
                    public void collect(Ingested ingested) {
                        throw new IllegalStateException("A message was rejected: " + ingested);
                    }
                });
    }
}
