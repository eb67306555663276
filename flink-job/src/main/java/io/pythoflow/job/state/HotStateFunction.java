package io.pythoflow.job.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
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
    private transient List<HotMapState<?>> states;
    private transient HeldBytes held;

    /** Map state by number, to be used in {@code open}. */
    protected final <V> HotMapState<V> hotMapState(
            String name, TypeSerializer<V> serializer, ToLongFunction<V> weigher) throws Exception {
        if (states == null) {
            states = new ArrayList<>();
            held = new HeldBytes();
        }
        HotMapState<V> state =
                new HotMapState<>(
                        getRuntimeContext()
                                .getMapState(
                                        new MapStateDescriptor<>(
                                                name, LongSerializer.INSTANCE, serializer)),
                        holding,
                        held,
                        highestKeys == null ? HighestKey.unknown() : highestKeys.of(name),
                        weigher);
        states.add(state);
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

    /** Called before every checkpoint: all that is held is to be in the state. */
    final void writeBack(HotMapState.CurrentKey currentKey) throws Exception {
        for (HotMapState<?> state : states) {
            state.writeBack(currentKey);
        }
    }

    /** Bytes of the values that are held. */
    final long heldBytes() {
        return held.sum();
    }
}
