package io.pythoflow.job.ingest;

import io.pythoflow.job.ingest.FoundReading.Place;
import io.pythoflow.job.state.PackedInput;
import io.pythoflow.job.state.PackedOutput;
import io.pythoflow.job.state.PackedSerializer;
import io.pythoflow.job.state.PackedType;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.jspecify.annotations.Nullable;

/** Readings of the past between operators, on disk while they are sorted, and in bundles. */
public final class FoundReadingSerializer extends PackedSerializer<FoundReading> {
    /** Of streams of readings of the past. */
    public static final TypeInformation<FoundReading> TYPE =
            new PackedType<>(FoundReading.class, new FoundReadingSerializer());

    private static final long serialVersionUID = 1L;

    private static final Place[] PLACES = Place.values();

    private final transient ReadingSerializer readings = new ReadingSerializer();

    @Override
    public FoundReadingSerializer duplicate() {
        return new FoundReadingSerializer();
    }

    @Override
    protected void write(FoundReading found, PackedOutput out) {
        out.writeConstant(found.place());
        readings.write(found.reading(), out);
    }

    @Override
    protected FoundReading read(PackedInput in) {
        Place place = PLACES[in.readByte()];
        return new FoundReading(readings.read(in), place);
    }

    @Override
    public @Nullable FoundReading createInstance() {
        return null;
    }

    @Override
    public TypeSerializerSnapshot<FoundReading> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Made by Flink, by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<FoundReading> {
        public Snapshot() {
            super(FoundReadingSerializer::new);
        }
    }
}
