package io.pythoflow.bench.memory;

import java.nio.ByteBuffer;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Every so-many-th message.
 *
 * @param index which of them, counted from 0
 * @param of how many splits there are
 * @param next number of the message to read next
 */
public record MemorySplit(int index, int of, long next) implements SourceSplit {
    @Override
    public String splitId() {
        return String.valueOf(index);
    }

    MemorySplit at(long message) {
        return new MemorySplit(index, of, message);
    }

    static final class Serializer implements SimpleVersionedSerializer<MemorySplit> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(MemorySplit split) {
            return ByteBuffer.allocate(2 * Integer.BYTES + Long.BYTES)
                    .putInt(split.index())
                    .putInt(split.of())
                    .putLong(split.next())
                    .array();
        }

        @Override
        public MemorySplit deserialize(int version, byte[] serialized) {
            ByteBuffer in = ByteBuffer.wrap(serialized);
            return new MemorySplit(in.getInt(), in.getInt(), in.getLong());
        }
    }
}
