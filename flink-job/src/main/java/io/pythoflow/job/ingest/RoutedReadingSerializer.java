package io.pythoflow.job.ingest;

import io.pythoflow.job.state.PackedInput;
import io.pythoflow.job.state.PackedOutput;
import io.pythoflow.job.state.PackedSerializer;
import io.pythoflow.job.state.PackedType;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.jspecify.annotations.Nullable;

/** Routed readings on their way to another task, which they only have where nothing is chained. */
public final class RoutedReadingSerializer extends PackedSerializer<RoutedReading> {
    /** Of streams of routed readings. */
    public static final TypeInformation<RoutedReading> TYPE =
            new PackedType<>(RoutedReading.class, new RoutedReadingSerializer());

    private static final long serialVersionUID = 1L;

    private static final int NAMED = 1;

    private final transient ReadingSerializer readings = new ReadingSerializer();

    @Override
    public RoutedReadingSerializer duplicate() {
        return new RoutedReadingSerializer();
    }

    @Override
    protected void write(RoutedReading routed, PackedOutput out) {
        out.writeByte(routed.named() ? NAMED : 0);
        readings.write(routed.reading(), out);
    }

    @Override
    protected RoutedReading read(PackedInput in) {
        int bits = in.readByte();
        return new RoutedReading(readings.read(in), bits == NAMED);
    }

    @Override
    public @Nullable RoutedReading createInstance() {
        return null;
    }

    @Override
    public TypeSerializerSnapshot<RoutedReading> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Made by Flink, by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<RoutedReading> {
        public Snapshot() {
            super(RoutedReadingSerializer::new);
        }
    }
}
