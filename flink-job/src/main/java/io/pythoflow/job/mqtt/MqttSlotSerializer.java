package io.pythoflow.job.mqtt;

import io.pythoflow.job.mqtt.MqttSlot.Purpose;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Carries slots from the enumerator to the readers. Readers keep none in their state. */
final class MqttSlotSerializer implements SimpleVersionedSerializer<MqttSlot> {
    /** Index (int), client id (UTF), whether the session is known (boolean). */
    static final int VERSION_1 = 1;

    /**
     * Version 1, then whether to drain it (boolean), whether it is live (boolean), former filters
     * (count, UTF each).
     */
    static final int VERSION_2 = 2;

    @Override
    public int getVersion() {
        return VERSION_2;
    }

    @Override
    public byte[] serialize(MqttSlot slot) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        out.writeInt(slot.index());
        out.writeUTF(slot.clientId());
        out.writeBoolean(slot.sessionKnown());
        out.writeBoolean(slot.purpose() == Purpose.DRAIN);
        out.writeBoolean(slot.live());
        TextLists.write(slot.formerFilters(), out);
        return out.getCopyOfBuffer();
    }

    @Override
    public MqttSlot deserialize(int version, byte[] serialized) throws IOException {
        if (version < VERSION_1 || version > VERSION_2) {
            throw new IOException(
                    "Cannot read a slot of version "
                            + version
                            + ": this build knows versions "
                            + VERSION_1
                            + " to "
                            + VERSION_2
                            + "; run the build that wrote it, or a newer one");
        }

        DataInputDeserializer in = new DataInputDeserializer(serialized);
        int index = in.readInt();
        String clientId = in.readUTF();
        boolean sessionKnown = in.readBoolean();
        Purpose purpose = version >= VERSION_2 && in.readBoolean() ? Purpose.DRAIN : Purpose.READ;
        boolean live = version >= VERSION_2 && in.readBoolean();
        List<String> formerFilters = version >= VERSION_2 ? TextLists.read(in) : List.of();
        if (in.available() > 0) {
            throw new IOException(
                    "A slot of version "
                            + version
                            + " has "
                            + in.available()
                            + " bytes too many: the state is damaged, restore an older one");
        }

        return new MqttSlot(index, clientId, purpose, sessionKnown, live, formerFilters);
    }
}
