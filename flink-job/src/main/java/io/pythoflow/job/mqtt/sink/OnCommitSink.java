package io.pythoflow.job.mqtt.sink;

import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** {@link Publish#ON_COMMIT}: a writer that collects, and a committer that publishes. */
final class OnCommitSink<T> extends MqttSink<T> implements SupportsCommitter<MqttPublication> {
    private static final long serialVersionUID = 1L;

    OnCommitSink(MqttSinkSettings settings, MqttSerializer<T> serializer) {
        super(settings, serializer);
    }

    @Override
    public CommittingSinkWriter<T, MqttPublication> createWriter(WriterInitContext context) {
        return new OnCommitWriter<>(serializer(), context);
    }

    @Override
    public Committer<MqttPublication> createCommitter(CommitterInitContext context) {
        PublishingCommitter committer =
                new PublishingCommitter(
                        settings(),
                        PublisherFactory.overNetwork(
                                settings(), context.getTaskInfo().getIndexOfThisSubtask()),
                        context);
        committer.start();
        return committer;
    }

    @Override
    public SimpleVersionedSerializer<MqttPublication> getCommittableSerializer() {
        return new MqttPublicationSerializer();
    }
}
