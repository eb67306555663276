package io.pythoflow.job.state;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Tells Flink that a type travels in its {@link PackedSerializer}.
 *
 * @param <T> the record
 */
public final class PackedType<T> extends TypeInformation<T> {
    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    private final PackedSerializer<T> serializer;

    public PackedType(Class<T> type, PackedSerializer<T> serializer) {
        this.type = type;
        this.serializer = serializer;
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<T> getTypeClass() {
        return type;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return serializer.duplicate();
    }

    @Override
    public String toString() {
        return type.getSimpleName() + " in " + serializer.getClass().getSimpleName();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof PackedType<?>;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PackedType<?> packed
                && type == packed.type
                && serializer.equals(packed.serializer);
    }

    @Override
    public int hashCode() {
        return serializer.hashCode();
    }
}
