package io.pythoflow.job.lake;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.util.Collector;

/**
 * The partitions of files that have been committed. What comes besides, summaries and files that
 * were only cleaned up, names none. Each file comes at least once: after a failure, again.
 */
final class CommittedPartitions
        implements FlatMapFunction<CommittableMessage<FileSinkCommittable>, String> {

    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(
            CommittableMessage<FileSinkCommittable> message, Collector<String> partitions) {
        if (message instanceof CommittableWithLineage<FileSinkCommittable> file
                && file.getCommittable().hasPendingFile()) {
            partitions.collect(file.getCommittable().getBucketId());
        }
    }
}
