package io.pythoflow.job.lake;

import io.pythoflow.job.lake.catalog.PendingPartition;
import io.pythoflow.job.state.VersionedSerializer;
import io.pythoflow.job.state.VersionedSerializerSnapshot;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A text and a time. */
final class PendingPartitionSerializer extends VersionedSerializer<PendingPartition> {
    /** The partition in modified UTF-8, and since when, in epoch milliseconds. */
    private static final int VERSION_1 = 1;

    @Override
    protected int version() {
        return VERSION_1;
    }

    @Override
    protected void write(PendingPartition value, DataOutputView out) throws IOException {
        out.writeUTF(value.partition());
        out.writeLong(value.since());
    }

    @Override
    protected PendingPartition read(int version, DataInputView in) throws IOException {
        return new PendingPartition(in.readUTF(), in.readLong());
    }

    @Override
    public PendingPartition createInstance() {
        return new PendingPartition("", 0);
    }

    @Override
    public PendingPartition copy(PendingPartition from) {
        return from;
    }

    @Override
    public TypeSerializerSnapshot<PendingPartition> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Made by Flink, by name. */
    public static final class Snapshot extends VersionedSerializerSnapshot<PendingPartition> {
        public Snapshot() {
            super(PendingPartitionSerializer::new);
        }
    }
}
