package io.pythoflow.job.ingest;

import io.pythoflow.job.state.VersionedSerializer;
import io.pythoflow.job.state.VersionedSerializerSnapshot;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Sixteen bytes for each content, without the free slots. */
final class RecentContentsSerializer extends VersionedSerializer<RecentContents> {
    /** Expiry (long), number of contents (int), content and time (two longs each). */
    private static final int VERSION_1 = 1;

    @Override
    protected int version() {
        return VERSION_1;
    }

    @Override
    protected void write(RecentContents contents, DataOutputView out) throws IOException {
        out.writeLong(contents.expiresAt());
        out.writeInt(contents.size());
        contents.<IOException>forEach(
                (content, countedAt) -> {
                    out.writeLong(content);
                    out.writeLong(countedAt);
                });
    }

    @Override
    protected RecentContents read(int version, DataInputView in) throws IOException {
        RecentContents contents = new RecentContents();
        contents.expireAt(in.readLong());
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            contents.restore(in.readLong(), in.readLong());
        }
        return contents;
    }

    @Override
    public RecentContents createInstance() {
        return new RecentContents();
    }

    @Override
    public RecentContents copy(RecentContents from) {
        return from.copy();
    }

    @Override
    public TypeSerializerSnapshot<RecentContents> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Made by Flink, by name. */
    public static final class Snapshot extends VersionedSerializerSnapshot<RecentContents> {
        public Snapshot() {
            super(RecentContentsSerializer::new);
        }
    }
}
