package io.pythoflow.job.state;

import java.io.IOException;
import java.util.function.Supplier;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a checkpoint remembers of a {@link VersionedSerializer}: the version it wrote. State of an
 * older version is read as it is, since every value carries its own; state of a newer one is
 * refused. Subclasses need a public constructor without parameters, because Flink creates them by
 * name.
 *
 * @param <T> the state type
 */
public abstract class VersionedSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {
    /** Format of the snapshot itself: the state version as an int. */
    private static final int SNAPSHOT_FORMAT = 1;

    private final Supplier<? extends VersionedSerializer<T>> serializer;
    private int stateVersion;

    protected VersionedSerializerSnapshot(Supplier<? extends VersionedSerializer<T>> serializer) {
        this.serializer = serializer;
        this.stateVersion = serializer.get().version();
    }

    @Override
    public final int getCurrentVersion() {
        return SNAPSHOT_FORMAT;
    }

    @Override
    public final void writeSnapshot(DataOutputView out) throws IOException {
        out.writeInt(stateVersion);
    }

    @Override
    public final void readSnapshot(
            int readVersion, DataInputView in, ClassLoader userCodeClassLoader) throws IOException {
        if (readVersion != SNAPSHOT_FORMAT) {
            throw new IOException(
                    "Cannot read serializer snapshot of format %d, expected %d: resume with the job that wrote it, or a newer one"
                            .formatted(readVersion, SNAPSHOT_FORMAT));
        }
        stateVersion = in.readInt();
    }

    @Override
    public final TypeSerializer<T> restoreSerializer() {
        return serializer.get();
    }

    @Override
    public final TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
            TypeSerializerSnapshot<T> oldSerializerSnapshot) {
        return oldSerializerSnapshot.getClass() == getClass()
                        && ((VersionedSerializerSnapshot<T>) oldSerializerSnapshot).stateVersion
                                <= stateVersion
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}
