package io.pythoflow.job.ingest;

import io.pythoflow.job.state.VersionedSerializer;
import io.pythoflow.job.state.VersionedSerializerSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Eight bytes for each identity, without the free slots. */
final class SeenIdsSerializer extends VersionedSerializer<SeenIds> {
    /** Expiry (long), number of hashes (int), hashes (long each). */
    private static final int VERSION_1 = 1;

    /** The same, and then whether it follows others (boolean). */
    private static final int VERSION_2 = 2;

    @Override
    protected int version() {
        return VERSION_2;
    }

    @Override
    protected void write(SeenIds ids, DataOutputView out) throws IOException {
        out.writeLong(ids.expiresAt());
        out.writeInt(ids.size());
        // As a whole: each call costs more than the bytes it brings.
        ByteBuffer hashes = ByteBuffer.allocate(Long.BYTES * ids.size());
        hashes.asLongBuffer().put(ids.hashes());
        out.write(hashes.array());
        out.writeBoolean(ids.followsOthers());
    }

    @Override
    protected SeenIds read(int version, DataInputView in) throws IOException {
        long expiresAt = in.readLong();
        int size = in.readInt();
        byte[] bytes = new byte[Math.multiplyExact(Long.BYTES, size)];
        in.readFully(bytes);
        LongBuffer hashes = ByteBuffer.wrap(bytes).asLongBuffer();
        SeenIds ids = SeenIds.sized(size, expiresAt);
        while (hashes.hasRemaining()) {
            ids.add(hashes.get());
        }
        if (version > VERSION_1 && in.readBoolean()) {
            ids.followOthers();
        }
        return ids;
    }

    @Override
    public SeenIds createInstance() {
        return new SeenIds();
    }

    @Override
    public SeenIds copy(SeenIds from) {
        return from.copy();
    }

    @Override
    public TypeSerializerSnapshot<SeenIds> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Made by Flink, by name. */
    public static final class Snapshot extends VersionedSerializerSnapshot<SeenIds> {
        public Snapshot() {
            super(SeenIdsSerializer::new);
        }
    }
}
