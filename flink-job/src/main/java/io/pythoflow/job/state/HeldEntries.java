package io.pythoflow.job.state;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RunnableFuture;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.runtime.state.AsyncSnapshotCallable;
import org.apache.flink.runtime.state.CheckpointStateOutputStream;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.CheckpointedStateScope;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyGroupRangeOffsets;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateCheckpointOutputStream;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.SnapshotResult;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.jspecify.annotations.Nullable;

/**
 * What an operator holds and has not written to its state when a checkpoint is taken. It goes into
 * the checkpoint beside the state (Flink calls it raw keyed state), by key group, so that subtasks
 * of any parallelism find what is theirs.
 *
 * <p>A key group is its length in bytes (int), the version, the number of states (a byte each) and
 * their names, and its entries up to the end: the place of the state among the names (a byte), the
 * key, the map key (long) and the value, as their serializers write them. Key groups without
 * entries are left out.
 *
 * @param <K> the key
 */
final class HeldEntries<K> {
    private static final int VERSION = 1;

    /** Doubled when it is full. */
    private static final int BYTES_OF_A_GROUP = 1024;

    private final KeyGroupRange keyGroups;
    private final int maxParallelism;
    private final TypeSerializer<K> keySerializer;
    private final List<String> states;
    private final @Nullable DataOutputSerializer[] groups;

    /**
     * @param keyGroups of this subtask
     * @param maxParallelism number of all key groups
     * @param states names of the states that entries are of
     */
    HeldEntries(
            KeyGroupRange keyGroups,
            int maxParallelism,
            TypeSerializer<K> keySerializer,
            List<String> states) {
        this.keyGroups = keyGroups;
        this.maxParallelism = maxParallelism;
        this.keySerializer = keySerializer;
        this.states = List.copyOf(states);
        this.groups = new DataOutputSerializer[keyGroups.getNumberOfKeyGroups()];
    }

    /** Adds an entry of the state that has this place among the names. */
    <V> void add(int state, K key, long mapKey, V value, TypeSerializer<V> valueSerializer)
            throws IOException {
        DataOutputView out = group(KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism));
        out.writeByte(state);
        keySerializer.serialize(key, out);
        out.writeLong(mapKey);
        valueSerializer.serialize(value, out);
    }

    private DataOutputView group(int keyGroup) throws IOException {
        int place = keyGroup - keyGroups.getStartKeyGroup();
        DataOutputSerializer group = groups[place];
        if (group == null) {
            group = new DataOutputSerializer(BYTES_OF_A_GROUP);
            group.writeByte(VERSION);
            group.writeByte(states.size());
            for (String state : states) {
                group.writeUTF(state);
            }
            groups[place] = group;
        }
        return group;
    }

    boolean isEmpty() {
        return Arrays.stream(groups).allMatch(group -> group == null);
    }

    /**
     * Writes them to the checkpoint when it is run, in any thread.
     *
     * @param task closes the stream when the task is cancelled
     */
    RunnableFuture<SnapshotResult<KeyedStateHandle>> write(
            CheckpointStreamFactory streams, CloseableRegistry task) throws IOException {
        return new Writing(streams).toAsyncSnapshotFutureTask(task);
    }

    private final class Writing extends AsyncSnapshotCallable<SnapshotResult<KeyedStateHandle>> {
        private final CheckpointStreamFactory streams;

        Writing(CheckpointStreamFactory streams) {
            this.streams = streams;
        }

        @Override
        protected SnapshotResult<KeyedStateHandle> callInternal() throws IOException {
            CheckpointStateOutputStream stream =
                    streams.createCheckpointStateOutputStream(CheckpointedStateScope.EXCLUSIVE);
            // Closes it as well when this fails.
            snapshotCloseableRegistry.registerCloseable(stream);
            long[] offsets = new long[groups.length];
            for (int i = 0; i < groups.length; i++) {
                offsets[i] = offset(stream, groups[i]);
            }
            if (!snapshotCloseableRegistry.unregisterCloseable(stream)) {
                throw new IOException("The checkpoint was cancelled");
            }
            StreamStateHandle written = stream.closeAndGetHandle();
            return SnapshotResult.of(
                    written == null
                            ? null
                            : new KeyGroupsStateHandle(
                                    new KeyGroupRangeOffsets(keyGroups, offsets), written));
        }

        private static long offset(
                CheckpointStateOutputStream stream, @Nullable DataOutputSerializer group)
                throws IOException {
            if (group == null) {
                return KeyedStateCheckpointOutputStream.NO_OFFSET_SET;
            }
            long offset = stream.getPos();
            DataOutputSerializer length = new DataOutputSerializer(Integer.BYTES);
            length.writeInt(group.length());
            stream.write(length.getSharedBuffer(), 0, length.length());
            stream.write(group.getSharedBuffer(), 0, group.length());
            return offset;
        }

        @Override
        protected void cleanupProvidedResources() {
            // They are the collector's.
        }
    }

    /** Takes what was held. */
    @FunctionalInterface
    interface Restored {
        /** Reads the value of an entry, which stands next in the input. */
        void entry(String state, Object key, long mapKey, DataInputView in) throws Exception;
    }

    /**
     * Reads the entries of a key group.
     *
     * @param group all behind its length
     */
    static void restore(byte[] group, TypeSerializer<?> keySerializer, Restored restored)
            throws Exception {
        DataInputDeserializer in = new DataInputDeserializer(group);
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException(
                    "What was held at the checkpoint was written in version %d, but this job reads version %d: resume with the job that wrote it, or a newer one"
                            .formatted(version, VERSION));
        }
        String[] states = new String[in.readByte()];
        for (int i = 0; i < states.length; i++) {
            states[i] = in.readUTF();
        }
        while (in.available() > 0) {
            String state = states[in.readByte()];
            restored.entry(state, keySerializer.deserialize(in), in.readLong(), in);
        }
    }
}
