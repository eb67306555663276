package io.pythoflow.job.frozen;

import io.pythoflow.job.state.VersionedSerializerSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * A state of an operator, as a savepoint describes it.
 *
 * @param operator uid of its operator
 * @param name of the state
 * @param kind how Flink keeps it, for example {@code keyed map}
 * @param version that the operator itself puts in front of its bytes; 0 where it does not, or where
 *     there are none
 * @param serializers by role, such as {@code VALUE_SERIALIZER}
 */
record SavedState(
        String operator,
        String name,
        String kind,
        int version,
        Map<String, TypeSerializerSnapshot<?>> serializers) {

    /** What it is found under. */
    String place() {
        return operator + " | " + name;
    }

    /** As in the list of all states: where it is, of what kind, and how it is written. */
    String line() {
        String written =
                serializers.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> describe(entry.getValue()))
                        .filter(one -> !one.equals("VoidNamespaceSerializer"))
                        .collect(Collectors.joining(" → "));
        String bytes = version > 0 ? "version " + version : "";
        return Stream.of(
                        place(),
                        kind,
                        Stream.of(written, bytes)
                                .filter(one -> !one.isEmpty())
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining(" | "));
    }

    private static String describe(TypeSerializerSnapshot<?> snapshot) {
        String name = snapshot.restoreSerializer().getClass().getSimpleName();
        if (snapshot instanceof VersionedSerializerSnapshot<?>) {
            return name + " " + written(snapshot, DataInputDeserializer::readInt);
        }
        if (snapshot instanceof PojoSerializerSnapshot<?>) {
            String type = written(snapshot, DataInputDeserializer::readUTF);
            return name + "<" + type.substring(type.lastIndexOf('.') + 1) + ">";
        }
        if (snapshot instanceof CompositeTypeSerializerSnapshot<?, ?> composite
                && composite.getNestedSerializerSnapshots().length > 0) {
            return Arrays.stream(composite.getNestedSerializerSnapshots())
                    .map(SavedState::describe)
                    .collect(Collectors.joining(", ", name + "<", ">"));
        }
        return name;
    }

    private interface FirstField<T> {
        T read(DataInputDeserializer in) throws IOException;
    }

    /** What a snapshot begins with: a version of ours, the type of a POJO. */
    private static <T> T written(TypeSerializerSnapshot<?> snapshot, FirstField<T> field) {
        try {
            DataOutputSerializer out = new DataOutputSerializer(256);
            snapshot.writeSnapshot(out);
            return field.read(new DataInputDeserializer(out.getCopyOfBuffer()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read what is in " + snapshot, e);
        }
    }
}
