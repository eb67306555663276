package io.pythoflow.bench.baseline;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;

/**
 * The folder of a row, {@code dt=YYYY-MM-DD/hour=HH}, UTC. Flink's own assigner of dates does the
 * same with the clock's time, row by row, too; the tables want event time.
 */
final class EventHours<T> implements BucketAssigner<T, String> {
    private static final long serialVersionUID = 1L;

    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("'dt='yyyy-MM-dd'/hour='HH").withZone(ZoneOffset.UTC);

    @Override
    public String getBucketId(T row, Context context) {
        return FOLDER.format(Instant.ofEpochMilli(Objects.requireNonNull(context.timestamp())));
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
        return SimpleVersionedStringSerializer.INSTANCE;
    }
}
