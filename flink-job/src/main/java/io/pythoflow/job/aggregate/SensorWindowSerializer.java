package io.pythoflow.job.aggregate;

import io.pythoflow.job.state.VersionedSerializer;
import io.pythoflow.job.state.VersionedSerializerSnapshot;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Twelve bytes for each value, and about forty for each metric. */
final class SensorWindowSerializer extends VersionedSerializer<SensorWindow> {
    /** Without count of readings and times of receipt. */
    private static final int VERSION_1 = 1;

    /** What {@link SensorWindow#write} and {@link MetricWindow#write} describe. */
    private static final int VERSION_2 = 2;

    @Override
    protected int version() {
        return VERSION_2;
    }

    @Override
    protected void write(SensorWindow window, DataOutputView out) throws IOException {
        window.write(out);
    }

    @Override
    protected SensorWindow read(int version, DataInputView in) throws IOException {
        return version == VERSION_1 ? SensorWindow.readVersion1(in) : SensorWindow.read(in);
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
