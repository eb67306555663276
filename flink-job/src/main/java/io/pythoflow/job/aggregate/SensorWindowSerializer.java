package io.pythoflow.job.aggregate;

import io.pythoflow.job.state.PackedInput;
import io.pythoflow.job.state.PackedOutput;
import io.pythoflow.job.state.VersionedSerializer;
import io.pythoflow.job.state.VersionedSerializerSnapshot;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** About four bytes for each value of a sensor, see {@link PackedPoints}. */
final class SensorWindowSerializer extends VersionedSerializer<SensorWindow> {
    /** Without count of readings and times of receipt. */
    private static final int VERSION_1 = 1;

    /** With every value as it is. */
    private static final int VERSION_2 = 2;

    /** As version 4, with the points of each metric in one block, in front of it its length. */
    private static final int VERSION_3 = 3;

    /**
     * The length (int) of what {@link SensorWindow#write}, {@link MetricWindow#write} and {@link
     * KeptPoints#write} describe.
     */
    private static final int VERSION_4 = 4;

    @Override
    protected int version() {
        return VERSION_4;
    }

    @Override
    protected void write(SensorWindow window, DataOutputView out) throws IOException {
        PackedOutput packed = new PackedOutput(512);
        window.write(packed);
        out.writeInt(packed.size());
        out.write(packed.array(), 0, packed.size());
    }

    @Override
    protected SensorWindow read(int version, DataInputView in) throws IOException {
        if (version == VERSION_1) {
            return SensorWindow.readVersion1(in);
        }
        if (version == VERSION_2) {
            return SensorWindow.readVersion2(in);
        }
        byte[] packed = new byte[in.readInt()];
        in.readFully(packed);
        return version == VERSION_3
                ? SensorWindow.readVersion3(new PackedInput(packed))
                : SensorWindow.read(new PackedInput(packed));
    }

    @Override
    public SensorWindow createInstance() {
        return new SensorWindow(0, 1);
    }

    @Override
    public SensorWindow copy(SensorWindow from) {
        return from.copy();
    }

    @Override
    public TypeSerializerSnapshot<SensorWindow> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Made by Flink, by name. */
    public static final class Snapshot extends VersionedSerializerSnapshot<SensorWindow> {
        public Snapshot() {
            super(SensorWindowSerializer::new);
        }
    }
}
