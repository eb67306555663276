package io.pythoflow.job.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.RunnableFuture;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.SnapshotResult;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.junit.jupiter.api.Test;

class HeldEntriesTest {
    private static final int MAX_PARALLELISM = 4;
    private static final KeyGroupRange KEY_GROUPS = KeyGroupRange.of(0, 3);

    /** Checkpoints are kept, and started from by newer builds. */
    @Test
    void theFormatStaysAsItIs() throws Exception {
        HeldEntries<String> entries = entries();
        entries.add(1, "a", 7, 42, IntSerializer.INSTANCE);

        assertThat(bytes(written(entries)))
                .isEqualTo(
                        HexFormat.ofDelimiter(" ")
                                .parseHex(
                                        "00 00 00 1d"
                                                + " 01"
                                                + " 02 00 03 6f 6e 65 00 05 6f 74 68 65 72"
                                                + " 01 02 61 00 00 00 00 00 00 00 07 00 00 00 2a"));
    }

    @Test
    void everyKeyGroupIsFoundAtItsOffset() throws Exception {
        HeldEntries<String> entries = entries();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String key = "sensor-" + i;
            entries.add(i % 2, key, -i, i, IntSerializer.INSTANCE);
            expected.add((i % 2 == 0 ? "one " : "other ") + key + " " + -i + " " + i);
        }

        KeyGroupsStateHandle handle = written(entries);
        List<String> restored = new ArrayList<>();
        for (int keyGroup : KEY_GROUPS) {
            try (FSDataInputStream stream = handle.openInputStream()) {
                stream.seek(handle.getOffsetForKeyGroup(keyGroup));
                DataInputStream in = new DataInputStream(stream);
                restore(in.readNBytes(in.readInt()), restored);
            }
        }
        assertThat(restored).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aNewerVersionIsRefusedByName() {
        assertThatThrownBy(() -> restore(new byte[] {2, 0}, new ArrayList<>()))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "What was held at the checkpoint was written in version 2, but this job reads version 1: resume with the job that wrote it, or a newer one");
    }

    @Test
    void nothingIsWrittenOfACheckpointThatWasCancelled() throws Exception {
        HeldEntries<String> entries = entries();
        entries.add(0, "a", 1, 1, IntSerializer.INSTANCE);
        RunnableFuture<?> writing =
                entries.write(new MemCheckpointStreamFactory(1_000), new CloseableRegistry());
        writing.cancel(true);
        writing.run();

        assertThat(writing).isCancelled();
    }

    private static HeldEntries<String> entries() {
        return new HeldEntries<>(
                KEY_GROUPS, MAX_PARALLELISM, StringSerializer.INSTANCE, List.of("one", "other"));
    }

    private static KeyGroupsStateHandle written(HeldEntries<String> entries) throws Exception {
        RunnableFuture<SnapshotResult<KeyedStateHandle>> writing =
                entries.write(new MemCheckpointStreamFactory(1 << 20), new CloseableRegistry());
        writing.run();
        return (KeyGroupsStateHandle) writing.get().getJobManagerOwnedSnapshot();
    }

    private static byte[] bytes(KeyGroupsStateHandle handle) throws IOException {
        try (FSDataInputStream stream = handle.openInputStream()) {
            return stream.readAllBytes();
        }
    }

    private static void restore(byte[] group, List<String> restored) throws Exception {
        HeldEntries.restore(
                group,
                StringSerializer.INSTANCE,
                (String state, Object key, long mapKey, DataInputView in) ->
                        restored.add(state + " " + key + " " + mapKey + " " + in.readInt()));
    }
}
