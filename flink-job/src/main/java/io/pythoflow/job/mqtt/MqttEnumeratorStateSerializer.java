package io.pythoflow.job.mqtt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes the newest version, reads every version. */
final class MqttEnumeratorStateSerializer
        implements SimpleVersionedSerializer<MqttEnumeratorState> {
    /**
     * Slots (int), whether there is a group (boolean), then the group (UTF), filters without the
     * group (count, UTF each), known sessions (count, int each), all with the same filters.
     */
    static final int VERSION_1 = 1;

    /**
     * Sessions (count), each: slot (int), broker (UTF), filters as subscribed (count, UTF each).
     */
    static final int VERSION_2 = 2;

    @Override
    public int getVersion() {
        return VERSION_2;
    }

    @Override
    public byte[] serialize(MqttEnumeratorState state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(256);
        out.writeInt(state.sessions().size());
        for (var session : state.sessions().entrySet()) {
            out.writeInt(session.getKey());
            out.writeUTF(session.getValue().broker());
            TextLists.write(session.getValue().filters(), out);
            out.writeBoolean(session.getValue().live());
        }

        return out.getCopyOfBuffer();
    }

    @Override
    public MqttEnumeratorState deserialize(int version, byte[] serialized) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(serialized);
        MqttEnumeratorState state =
                switch (version) {
                    case VERSION_1 -> readVersion1(in);
                    case VERSION_2 -> readVersion2(in);
                    default ->
                            throw new IOException(
                                    "Cannot read enumerator state of version "
                                            + version
                                            + ": this build knows versions "
                                            + VERSION_1
                                            + " to "
                                            + VERSION_2
                                            + "; run the build that wrote it, or a newer one");
                };
        if (in.available() > 0) {
            throw new IOException(
                    "Enumerator state of version "
                            + version
                            + " has "
                            + in.available()
                            + " bytes too many: the state is damaged, restore an older one");
        }

        return state;
    }

    private static MqttEnumeratorState readVersion1(DataInputDeserializer in) throws IOException {
        // How many slots there were: the sessions say it.
        in.skipBytesToRead(Integer.BYTES);
        String share = in.readBoolean() ? "$share/" + in.readUTF() + "/" : "";
        List<String> filters = new ArrayList<>();
        for (String filter : TextLists.read(in)) {
            filters.add(share + filter);
        }

        SortedMap<Integer, KnownSession> sessions = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            sessions.put(in.readInt(), new KnownSession("", filters, false));
        }

        return new MqttEnumeratorState(sessions);
    }

    private static MqttEnumeratorState readVersion2(DataInputDeserializer in) throws IOException {
        SortedMap<Integer, KnownSession> sessions = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            sessions.put(
                    in.readInt(),
                    new KnownSession(in.readUTF(), TextLists.read(in), in.readBoolean()));
        }

        return new MqttEnumeratorState(sessions);
    }
}
