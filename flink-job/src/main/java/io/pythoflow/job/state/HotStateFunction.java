package io.pythoflow.job.state;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.jspecify.annotations.Nullable;

/**
 * A keyed function with {@link HotMapState}s, which {@link HotStateOperator} looks after. In any
 * other operator they read from and write to the backend each time.
 *
 * @param <K> the key
 * @param <I> what comes
 * @param <O> what goes
 */
public abstract class HotStateFunction<K, I, O> extends KeyedProcessFunction<K, I, O> {
    private static final long serialVersionUID = 1L;

    private StateHolding holding = StateHolding.NONE;
    private transient @Nullable HighestKeys highestKeys;
    private transient Map<String, HotMapState<?>> states;
    private transient HeldBytes held;

    /** Map state by number, to be used in {@code open}. */
    protected final <V> HotMapState<V> hotMapState(
            String name, TypeSerializer<V> serializer, ToLongFunction<V> weigher) throws Exception {
        if (states == null) {
            states = new LinkedHashMap<>();
            held = new HeldBytes();
        }
        HotMapState<V> state =
                new HotMapState<>(
                        getRuntimeContext()
                                .getMapState(
                                        new MapStateDescriptor<>(
                                                name, LongSerializer.INSTANCE, serializer)),
                        serializer,
                        holding,
                        held,
                        highestKeys == null ? HighestKey.unknown() : highestKeys.of(name),
                        weigher);
        states.put(name, state);
        return state;
    }

    /** What is known of map states that were restored, or begin. */
    @FunctionalInterface
    interface HighestKeys {
        HighestKey of(String state) throws Exception;
    }

    /** Called before the function is opened. */
    final void hold(StateHolding stateHolding, HighestKeys keys) {
        holding = stateHolding;
        highestKeys = keys;
    }

    /** Called before every savepoint: all that is held is to be in the state. */
    final void writeBack(HotMapState.CurrentKey currentKey) throws Exception {
        for (HotMapState<?> state : states.values()) {
            state.writeBack(currentKey);
        }
    }

    /** The names of the states, in their order. */
    final List<String> stateNames() {
        return List.copyOf(states.keySet());
    }

    /** Called before every checkpoint: what changed and stays held is added to the entries. */
    final void snapshot(HotMapState.CurrentKey currentKey, HeldEntries<K> entries)
            throws Exception {
        int place = 0;
        for (HotMapState<?> state : states.values()) {
            addChanges(state, place++, currentKey, entries);
        }
    }

    @SuppressWarnings("unchecked") // Keys that are held are the operator's.
    private static <K, V> void addChanges(
            HotMapState<V> state,
            int place,
            HotMapState.CurrentKey currentKey,
            HeldEntries<K> entries)
            throws Exception {
        state.snapshot(
                currentKey,
                (key, mapKey, value, serializer) ->
                        entries.add(place, (K) key, mapKey, value, serializer));
    }

    /** Puts an entry that was held at a checkpoint into its state; it is of the current key. */
    final void restore(String name, long mapKey, DataInputView value) throws Exception {
        HotMapState<?> state = states.get(name);
        if (state == null) {
            throw new IllegalStateException(
                    "The checkpoint has entries of state %s, but this job knows %s: resume with the job that wrote it, or a newer one"
                            .formatted(name, states.keySet()));
        }
        state.restore(mapKey, value);
    }

    /** Bytes of the values that are held. */
    final long heldBytes() {
        return held.sum();
    }
}
