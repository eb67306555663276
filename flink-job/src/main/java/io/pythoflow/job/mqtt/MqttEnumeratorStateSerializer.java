package io.pythoflow.job.mqtt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes the newest version, reads every version. */
final class MqttEnumeratorStateSerializer
        implements SimpleVersionedSerializer<MqttEnumeratorState> {
    /**
     * Slots (int), whether there is a group (boolean), then the group (UTF), filters (count, UTF
     * each), known sessions (count, int each).
     */
    static final int VERSION_1 = 1;

    @Override
    public int getVersion() {
        return VERSION_1;
    }

    @Override
    public byte[] serialize(MqttEnumeratorState state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(256);
        out.writeInt(state.slots());
        out.writeBoolean(state.sharedGroup() != null);
        if (state.sharedGroup() != null) {
            out.writeUTF(state.sharedGroup());
        }

        out.writeInt(state.filters().size());
        for (String filter : state.filters()) {
            out.writeUTF(filter);
        }

        out.writeInt(state.knownSessions().size());
        for (int slot : state.knownSessions()) {
            out.writeInt(slot);
        }

        return out.getCopyOfBuffer();
    }

    @Override
    public MqttEnumeratorState deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION_1) {
            throw new IOException(
                    "Cannot read enumerator state of version "
                            + version
                            + ": this build knows version "
                            + VERSION_1
                            + "; run the build that wrote it, or a newer one");
        }

        DataInputDeserializer in = new DataInputDeserializer(serialized);
        int slots = in.readInt();
        String group = in.readBoolean() ? in.readUTF() : null;
        List<String> filters = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            filters.add(in.readUTF());
        }

        SortedSet<Integer> knownSessions = new TreeSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            knownSessions.add(in.readInt());
        }

        if (in.available() > 0) {
            throw new IOException(
                    "Enumerator state of version "
                            + version
                            + " has "
                            + in.available()
                            + " bytes too many: the state is damaged, restore an older one");
        }

        return new MqttEnumeratorState(slots, group, filters, knownSessions);
    }
}
