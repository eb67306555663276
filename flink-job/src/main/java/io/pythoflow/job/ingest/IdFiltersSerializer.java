package io.pythoflow.job.ingest;

import io.pythoflow.job.state.VersionedSerializer;
import io.pythoflow.job.state.VersionedSerializerSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The filters' bits as they are. */
final class IdFiltersSerializer extends VersionedSerializer<IdFilters> {
    /**
     * Expiry (long), number of hashes (int), number of filters (int), and of each its number of
     * words (int) and the words (long each).
     */
    private static final int VERSION_1 = 1;

    @Override
    protected int version() {
        return VERSION_1;
    }

    @Override
    protected void write(IdFilters filters, DataOutputView out) throws IOException {
        out.writeLong(filters.expiresAt());
        out.writeInt(filters.hashes());
        out.writeInt(filters.sets());
        for (long[] filter : filters.filters()) {
            out.writeInt(filter.length);
            ByteBuffer words = ByteBuffer.allocate(Long.BYTES * filter.length);
            words.asLongBuffer().put(filter);
            out.write(words.array());
        }
    }

    @Override
    protected IdFilters read(int version, DataInputView in) throws IOException {
        long expiresAt = in.readLong();
        int hashes = in.readInt();
        long[][] filters = new long[in.readInt()][];
        for (int i = 0; i < filters.length; i++) {
            filters[i] = new long[in.readInt()];
            byte[] words = new byte[Math.multiplyExact(Long.BYTES, filters[i].length)];
            in.readFully(words);
            ByteBuffer.wrap(words).asLongBuffer().get(filters[i]);
        }
        return new IdFilters(filters, hashes, expiresAt);
    }

    @Override
    public IdFilters createInstance() {
        return new IdFilters();
    }

    @Override
    public IdFilters copy(IdFilters from) {
        return from.copy();
    }

    @Override
    public TypeSerializerSnapshot<IdFilters> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Made by Flink, by name. */
    public static final class Snapshot extends VersionedSerializerSnapshot<IdFilters> {
        public Snapshot() {
            super(IdFiltersSerializer::new);
        }
    }
}
