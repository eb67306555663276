package io.pythoflow.job.mqtt.sink;

import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** {@link Publish#ON_WRITE}: a writer that publishes. */
final class OnWriteSink<T> extends MqttSink<T> {
    private static final long serialVersionUID = 1L;

    OnWriteSink(MqttSinkSettings settings, MqttSerializer<T> serializer) {
        super(settings, serializer);
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        OnWriteWriter<T> writer =
                new OnWriteWriter<>(
                        settings(),
                        serializer(),
                        PublisherFactory.overNetwork(
                                settings(), context.getTaskInfo().getIndexOfThisSubtask()),
                        context);
        writer.start();
        return writer;
    }
}
