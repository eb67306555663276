package io.pythoflow.job.testing;

import java.io.IOException;
import java.util.HexFormat;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Values as the bytes that state holds, in hexadecimal. */
public final class StateBytes {
    private StateBytes() {}

    public static <T> String write(TypeSerializer<T> serializer, T value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        return HexFormat.of().formatHex(out.getCopyOfBuffer());
    }

    /** Reads a value and fails where bytes are left. */
    public static <T> T read(TypeSerializer<T> serializer, String hex) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(HexFormat.of().parseHex(hex));
        T value = serializer.deserialize(in);
        if (in.available() > 0) {
            throw new IOException(
                    "Cannot read %s: %d bytes are left".formatted(hex, in.available()));
        }
        return value;
    }

    /** Copies a value from one stream to another, as Flink does without deserializing. */
    public static <T> String copy(TypeSerializer<T> serializer, String hex) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.copy(new DataInputDeserializer(HexFormat.of().parseHex(hex)), out);
        return HexFormat.of().formatHex(out.getCopyOfBuffer());
    }

    /** The snapshot as a checkpoint writes and a resumed job reads it. */
    public static <T> TypeSerializerSnapshot<T> throughCheckpoint(TypeSerializer<T> serializer)
            throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
        return TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(out.getCopyOfBuffer()),
                StateBytes.class.getClassLoader());
    }
}
