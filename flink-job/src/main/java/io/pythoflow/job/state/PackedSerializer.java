package io.pythoflow.job.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A serializer of an immutable type that travels between operators: its length, and bytes that are
 * copied as a whole, so that Flink's views are called twice for a record. Both ends are of one
 * build, hence no version. Keeps buffers, so each thread needs its own; Flink duplicates it.
 *
 * @param <T> the record
 */
public abstract class PackedSerializer<T> extends TypeSerializer<T> {
    private final transient PackedOutput output = new PackedOutput();
    private final transient PackedInput input = new PackedInput();

    /** Writes all of the record. */
    protected abstract void write(T value, PackedOutput out);

    /** Reads what {@link #write} wrote. */
    protected abstract T read(PackedInput in);

    /** Another one, with buffers of its own. */
    @Override
    public abstract PackedSerializer<T> duplicate();

    /** Java's serialization brings no buffers along. */
    protected final Object readResolve() {
        return duplicate();
    }

    @Override
    public final void serialize(T value, DataOutputView target) throws IOException {
        output.reset();
        write(value, output);
        target.writeInt(output.size());
        target.write(output.array(), 0, output.size());
    }

    @Override
    public final T deserialize(DataInputView source) throws IOException {
        int length = source.readInt();
        source.readFully(input.refill(length), 0, length);
        return read(input);
    }

    @Override
    public final T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public final void copy(DataInputView source, DataOutputView target) throws IOException {
        int length = source.readInt();
        byte[] bytes = input.refill(length);
        source.readFully(bytes, 0, length);
        target.writeInt(length);
        target.write(bytes, 0, length);
    }

    @Override
    public final T copy(T from) {
        return from;
    }

    @Override
    public final T copy(T from, T reuse) {
        return from;
    }

    @Override
    public final boolean isImmutableType() {
        return true;
    }

    @Override
    public final int getLength() {
        return -1;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof PackedSerializer<?> serializer && getClass().isInstance(serializer);
    }

    @Override
    public final int hashCode() {
        return getClass().hashCode();
    }
}
