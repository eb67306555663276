package io.pythoflow.job.mqtt.sink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/** Keeps publications in checkpoints until they are published. */
final class MqttPublicationSerializer implements SimpleVersionedSerializer<MqttPublication> {
    /**
     * Topic and payload, whether it is retained (boolean), whether it expires (boolean) and when
     * (long, only if it does), correlation data, response topic, content type. Bytes and texts
     * (UTF-8) each behind their length (int), which is -1 for null.
     */
    static final int VERSION_1 = 1;

    private static final int NULL_LENGTH = -1;

    @Override
    public int getVersion() {
        return VERSION_1;
    }

    @Override
    public byte[] serialize(MqttPublication publication) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64 + publication.payload().length);
        writeText(publication.topic(), out);
        writeBytes(publication.payload(), out);
        out.writeBoolean(publication.retained());
        Long expiresAt = publication.expiresAt();
        out.writeBoolean(expiresAt != null);
        if (expiresAt != null) {
            out.writeLong(expiresAt);
        }

        writeBytes(publication.correlationData(), out);
        writeText(publication.responseTopic(), out);
        writeText(publication.contentType(), out);
        return out.getCopyOfBuffer();
    }

    @Override
    public MqttPublication deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION_1) {
            throw new IOException(
                    "Cannot read a publication of version "
                            + version
                            + ": this build knows version "
                            + VERSION_1
                            + "; run the build that wrote it, or a newer one");
        }

        DataInputDeserializer in = new DataInputDeserializer(serialized);
        MqttPublication publication =
                new MqttPublication(
                        required(readText(in)),
                        required(readBytes(in)),
                        in.readBoolean(),
                        in.readBoolean() ? (Long) in.readLong() : null,
                        readBytes(in),
                        readText(in),
                        readText(in));
        if (in.available() > 0) {
            throw new IOException(
                    "A publication of version "
                            + version
                            + " has "
                            + in.available()
                            + " bytes too many: the state is damaged, restore an older one");
        }

        return publication;
    }

    private static void writeText(@Nullable String text, DataOutputSerializer out)
            throws IOException {
        writeBytes(text == null ? null : text.getBytes(StandardCharsets.UTF_8), out);
    }

    private static void writeBytes(byte @Nullable [] bytes, DataOutputSerializer out)
            throws IOException {
        if (bytes == null) {
            out.writeInt(NULL_LENGTH);
            return;
        }

        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static @Nullable String readText(DataInputDeserializer in) throws IOException {
        byte[] bytes = readBytes(in);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] readBytes(DataInputDeserializer in) throws IOException {
        int length = in.readInt();
        if (length == NULL_LENGTH) {
            return null;
        }

        if (length < 0 || length > in.available()) {
            throw new IOException(
                    "A publication announces "
                            + length
                            + " bytes where "
                            + in.available()
                            + " are left: the state is damaged, restore an older one");
        }

        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static <V> V required(@Nullable V value) throws IOException {
        if (value == null) {
            throw new IOException(
                    "A publication has no topic or no payload: the state is damaged, restore an"
                            + " older one");
        }

        return value;
    }
}
