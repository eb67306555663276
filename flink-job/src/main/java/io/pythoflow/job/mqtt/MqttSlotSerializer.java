package io.pythoflow.job.mqtt;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Carries slots from the enumerator to the readers. Readers keep none in their state. */
final class MqttSlotSerializer implements SimpleVersionedSerializer<MqttSlot> {
    /** Index (int), client id (UTF), whether the session is known (boolean). */
    static final int VERSION_1 = 1;

    @Override
    public int getVersion() {
        return VERSION_1;
    }

    @Override
    public byte[] serialize(MqttSlot slot) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        out.writeInt(slot.index());
        out.writeUTF(slot.clientId());
        out.writeBoolean(slot.sessionKnown());
        return out.getCopyOfBuffer();
    }

    @Override
    public MqttSlot deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION_1) {
            throw new IOException(
                    "Cannot read a slot of version "
                            + version
                            + ": this build knows version "
                            + VERSION_1
                            + "; run the build that wrote it, or a newer one");
        }

        DataInputDeserializer in = new DataInputDeserializer(serialized);
        MqttSlot slot = new MqttSlot(in.readInt(), in.readUTF(), in.readBoolean());
        if (in.available() > 0) {
            throw new IOException(
                    "A slot of version "
                            + version
                            + " has "
                            + in.available()
                            + " bytes too many: the state is damaged, restore an older one");
        }

        return slot;
    }
}
