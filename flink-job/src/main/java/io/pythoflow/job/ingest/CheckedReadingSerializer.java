package io.pythoflow.job.ingest;

import io.pythoflow.job.state.PackedInput;
import io.pythoflow.job.state.PackedOutput;
import io.pythoflow.job.state.PackedSerializer;
import io.pythoflow.job.state.PackedType;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.jspecify.annotations.Nullable;

/** Readings after deduplication, on their way to another task. */
public final class CheckedReadingSerializer extends PackedSerializer<CheckedReading> {
    /** Of streams of readings after deduplication. */
    public static final TypeInformation<CheckedReading> TYPE =
            new PackedType<>(CheckedReading.class, new CheckedReadingSerializer());

    private static final long serialVersionUID = 1L;

    private static final int DUPLICATE = 1;
    private static final int NAMED = 1 << 1;

    private final transient ReadingSerializer readings = new ReadingSerializer();

    @Override
    public CheckedReadingSerializer duplicate() {
        return new CheckedReadingSerializer();
    }

    @Override
    protected void write(CheckedReading checked, PackedOutput out) {
        out.writeByte((checked.duplicate() ? DUPLICATE : 0) | (checked.named() ? NAMED : 0));
        readings.write(checked.reading(), out);
    }

    @Override
    protected CheckedReading read(PackedInput in) {
        int bits = in.readByte();
        return new CheckedReading(readings.read(in), (bits & DUPLICATE) != 0, (bits & NAMED) != 0);
    }

    @Override
    public @Nullable CheckedReading createInstance() {
        return null;
    }

    @Override
    public TypeSerializerSnapshot<CheckedReading> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Made by Flink, by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<CheckedReading> {
        public Snapshot() {
            super(CheckedReadingSerializer::new);
        }
    }
}
