package io.pythoflow.job.frozen;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonOptionsKeys;
import org.apache.flink.util.ExceptionUtils;

/**
 * All states of a savepoint, and what today's code has to say to them. Flink names the serializer
 * that does not fit, but not its state, and of a state that nobody asks for it says nothing at all.
 */
final class SavedStates {

    /** What the splits' plan of a source is called here; Flink has no name for it. */
    private static final String ENUMERATOR = "(enumerator)";

    private static final String KEY = "(key)";
    private static final String CONTROLLER = "controller";

    /** What {@link #list} begins with. */
    private static final String HEAD =
            """
            # All that the job keeps in a savepoint: operator | state | how Flink keeps it | how it is written.
            # A number behind a serializer is the version that it writes; of bytes, the version that stands in them.
            # Written by FrozenStateTest, explained in docs/adr/0009-frozen-state.md.
            """;

    private final Map<String, SavedState> states = new TreeMap<>();
    private final List<String> unreadable = new ArrayList<>();

    private final String formerList;

    private SavedStates(String formerList) {
        this.formerList = formerList;
    }

    /**
     * Those of a savepoint.
     *
     * @param list what {@link #list} said when it was made: the names of what cannot be read today
     */
    static SavedStates of(Path savepoint, String list) throws IOException {
        try (DataInputStream in =
                new DataInputStream(
                        new BufferedInputStream(
                                Files.newInputStream(savepoint.resolve("_metadata"))))) {
            CheckpointMetadata metadata =
                    Checkpoints.loadCheckpointMetadata(
                            in, SavedStates.class.getClassLoader(), savepoint.toString());
            SavedStates all = new SavedStates(list);
            for (OperatorState operator : metadata.getOperatorStates()) {
                all.add(operator);
            }
            return all;
        }
    }

    /** Those of one operator that a test runs by hand. */
    static SavedStates of(String operator, OperatorSubtaskState state) throws IOException {
        SavedStates all = new SavedStates("");
        all.add(operator, state);
        return all;
    }

    private void add(OperatorState operator) throws IOException {
        String uid = operator.getOperatorUid().orElse(operator.getOperatorID().toHexString());
        if (operator.getCoordinatorState() != null) {
            DataInputStream bytes =
                    new DataInputStream(operator.getCoordinatorState().openInputStream());
            bytes.readInt(); // Flink's own version
            add(new SavedState(uid, ENUMERATOR, "coordinator", bytes.readInt(), Map.of()));
        }
        for (OperatorSubtaskState subtask : operator.getStates()) {
            add(uid, subtask);
        }
    }

    private void add(String uid, OperatorSubtaskState subtask) throws IOException {
        for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
            addOperatorStates(uid, handle);
        }
        for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
            addKeyedStates(uid, (KeyGroupsStateHandle) handle);
        }
    }

    private void add(SavedState state) {
        states.merge(state.place(), state, (one, other) -> one.version() > 0 ? one : other);
    }

    private void addOperatorStates(String uid, OperatorStateHandle handle) throws IOException {
        OperatorBackendSerializationProxy proxy =
                new OperatorBackendSerializationProxy(SavedStates.class.getClassLoader());
        try (FSDataInputStream in = handle.openInputStream()) {
            proxy.read(new DataInputViewStreamWrapper(in));
        } catch (IOException e) {
            noteUnreadable(uid, e);
            return;
        }
        for (StateMetaInfoSnapshot info : proxy.getOperatorStateMetaInfoSnapshots()) {
            String mode = info.getOption(CommonOptionsKeys.OPERATOR_STATE_DISTRIBUTION_MODE);
            add(
                    new SavedState(
                            uid,
                            info.getName(),
                            "list, " + mode.toLowerCase(Locale.ROOT).replace('_', ' '),
                            versionOfBytes(info.getName(), handle),
                            info.getSerializerSnapshotsImmutable()));
        }
        for (StateMetaInfoSnapshot info : proxy.getBroadcastStateMetaInfoSnapshots()) {
            add(
                    new SavedState(
                            uid,
                            info.getName(),
                            "broadcast map",
                            0,
                            info.getSerializerSnapshotsImmutable()));
        }
    }

    /**
     * Of what an operator keeps as bytes: Flink puts the version of a sink's serializer in front,
     * and the controller its own.
     */
    private static int versionOfBytes(String state, OperatorStateHandle handle) throws IOException {
        long[] offsets = handle.getStateNameToPartitionOffsets().get(state).getOffsets();
        if (offsets.length == 0) {
            return 0;
        }
        try (FSDataInputStream in = handle.openInputStream()) {
            in.seek(offsets[0]);
            DataInputStream bytes = new DataInputStream(in);
            if (state.endsWith("_raw_states")) {
                bytes.readInt(); // length
                return bytes.readInt();
            }
            if (state.equals(CONTROLLER)) {
                bytes.readInt(); // length
                return bytes.readByte();
            }
            return 0;
        }
    }

    /** Flink cannot tell which state it was about to read, but the list can. */
    private void noteUnreadable(String uid, IOException e) {
        String trace = ExceptionUtils.stringifyException(e);
        String states =
                formerList
                        .lines()
                        .filter(line -> line.startsWith(uid + " | "))
                        .filter(line -> serializersIn(line).anyMatch(trace::contains))
                        .collect(Collectors.joining("; "));
        unreadable.add("%s: %s".formatted(states.isEmpty() ? uid : states, e.getMessage()));
    }

    private static Stream<String> serializersIn(String line) {
        String written = line.substring(line.lastIndexOf('|') + 1);
        return Stream.of(written.split("[^A-Za-z]+")).filter(word -> word.endsWith("Serializer"));
    }

    private void addKeyedStates(String uid, KeyGroupsStateHandle handle) throws IOException {
        KeyedBackendSerializationProxy<?> proxy =
                new KeyedBackendSerializationProxy<>(SavedStates.class.getClassLoader());
        StreamStateHandle bytes = handle.getDelegateStateHandle();
        try (FSDataInputStream in = bytes.openInputStream()) {
            proxy.read(new DataInputViewStreamWrapper(in));
        } catch (IOException e) {
            noteUnreadable(uid, e);
            return;
        }
        add(new SavedState(uid, KEY, "key", 0, Map.of("KEY", proxy.getKeySerializerSnapshot())));
        for (StateMetaInfoSnapshot info : proxy.getStateMetaInfoSnapshots()) {
            String type = info.getOption(CommonOptionsKeys.KEYED_STATE_TYPE);
            add(
                    new SavedState(
                            uid,
                            info.getName(),
                            type == null ? "timers" : "keyed " + type.toLowerCase(Locale.ROOT),
                            0,
                            info.getSerializerSnapshotsImmutable()));
        }
    }

    /** One line for each, in the order of operators and names. */
    String list() {
        return states.values().stream()
                .sorted(Comparator.comparing(SavedState::place))
                .map(SavedState::line)
                .collect(Collectors.joining("\n", HEAD, "\n"));
    }

    Collection<SavedState> all() {
        return states.values();
    }

    /**
     * What would be lost or refused if a job restored these.
     *
     * @param today what the job registers
     * @return one line for each state, with its operator; empty where all can be restored
     */
    List<String> cannotBeRestoredBy(SavedStates today) {
        List<String> complaints = new ArrayList<>(unreadable);
        Map<String, SavedState> registered = new HashMap<>(today.states);
        for (SavedState saved : states.values()) {
            SavedState known = registered.get(saved.place());
            if (known == null) {
                complaints.add(
                        "%s: today's operator has no such state, and what it held is lost; the savepoint has it as %s"
                                .formatted(saved.place(), saved.line()));
            } else if (!known.kind().equals(saved.kind())) {
                complaints.add(
                        "%s: was kept as %s, and today's operator keeps it as %s"
                                .formatted(saved.place(), saved.kind(), known.kind()));
            } else if (known.version() > 0 && known.version() < saved.version()) {
                complaints.add(
                        "%s: written in version %d, and today's version is %d"
                                .formatted(saved.place(), saved.version(), known.version()));
            } else {
                compareSerializers(saved, known, complaints);
            }
        }
        return complaints;
    }

    private static void compareSerializers(
            SavedState saved, SavedState known, List<String> complaints) {
        saved.serializers()
                .forEach(
                        (role, former) -> {
                            TypeSerializerSnapshot<?> current = known.serializers().get(role);
                            if (current == null || isIncompatible(current, former)) {
                                complaints.add(
                                        "%s: written by %s, which today's %s cannot read"
                                                .formatted(
                                                        saved.place(), saved.line(), known.line()));
                            }
                        });
    }

    @SuppressWarnings("unchecked") // Flink asks in the same way.
    private static <T> boolean isIncompatible(
            TypeSerializerSnapshot<T> current, TypeSerializerSnapshot<?> former) {
        TypeSerializerSchemaCompatibility<T> compatibility =
                current.resolveSchemaCompatibility((TypeSerializerSnapshot<T>) former);
        return compatibility.isIncompatible();
    }
}
