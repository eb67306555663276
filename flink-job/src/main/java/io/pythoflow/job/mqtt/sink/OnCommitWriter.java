package io.pythoflow.job.mqtt.sink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Collects what the checkpoint is to contain; {@link PublishingCommitter} publishes it. Task thread
 * only; it has no connection.
 */
final class OnCommitWriter<T> implements CommittingSinkWriter<T, MqttPublication> {
    private final MqttSerializer<T> serializer;
    private List<MqttPublication> written = new ArrayList<>();

    OnCommitWriter(MqttSerializer<T> serializer, WriterInitContext context) {
        this.serializer = serializer;
        serializer.open(context.metricGroup());
    }

    @Override
    public void write(T record, Context context) {
        written.add(serializer.serialize(record));
    }

    @Override
    public void flush(boolean endOfInput) {
        // What was written goes into the checkpoint as it is.
    }

    @Override
    public Collection<MqttPublication> prepareCommit() {
        List<MqttPublication> committables = written;
        written = new ArrayList<>();
        return committables;
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
