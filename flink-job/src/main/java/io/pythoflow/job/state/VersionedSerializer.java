package io.pythoflow.job.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A serializer of a mutable state type that writes a version byte in front of every value, so that
 * a newer job reads what an older one stored, value by value, without a migration. Subclasses have
 * no fields that matter: two instances of one class are equal and may be shared between threads.
 *
 * @param <T> the state type
 */
public abstract class VersionedSerializer<T> extends TypeSerializer<T> {

    /** The version that {@link #write} produces, 1 to 127; all from 1 up to it can be read. */
    protected abstract int version();

    /** Writes the value in the current version. */
    protected abstract void write(T value, DataOutputView out) throws IOException;

    /**
     * Reads a value that was written in a version.
     *
     * @param version between 1 and {@link #version()}
     */
    protected abstract T read(int version, DataInputView in) throws IOException;

    @Override
    public final void serialize(T value, DataOutputView target) throws IOException {
        target.writeByte(version());
        write(value, target);
    }

    @Override
    public final T deserialize(DataInputView source) throws IOException {
        int version = source.readByte();
        if (version < 1 || version > version()) {
            throw new IOException(
                    "State was written in version %d, but %s reads versions 1 to %d: resume with the job that wrote it, or a newer one"
                            .formatted(version, getClass().getSimpleName(), version()));
        }
        return read(version, source);
    }

    @Override
    public final T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public final T copy(T from, T reuse) {
        return copy(from);
    }

    @Override
    public final void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public final boolean isImmutableType() {
        return false;
    }

    @Override
    public final int getLength() {
        return -1;
    }

    @Override
    public final TypeSerializer<T> duplicate() {
        return this;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof VersionedSerializer<?> serializer
                && getClass().isInstance(serializer);
    }

    @Override
    public final int hashCode() {
        return getClass().hashCode();
    }
}
