package io.pythoflow.job.state;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;

/**
 * Map state whose values are mutable, and of which each key works on one entry most of the time:
 * the window or the hour of now. The entry that a key used last is found here at once.
 *
 * <p>Where state lies in objects on the heap, it is the state's own object, changed in place; with
 * a checkpoint all are forgotten, since the state gives copies of what a snapshot still writes.
 *
 * <p>Elsewhere (RocksDB) every read and write would take a value apart and put it together again;
 * so the object stays here, and is written when the key turns to another entry, and before every
 * checkpoint. What is stored is the same either way. What stays is bounded: when the bound is
 * reached, further keys go to the state directly, so that a few keys too many cost their part and
 * no more; with each checkpoint those that were not used since the one before make room.
 *
 * <p>Task thread only. Every method but {@link #writeBack} concerns the current key of the
 * operator, which it is given to find its place.
 *
 * @param <V> the values
 */
public final class HotMapState<V> {
    /** Of an entry, beside its value. */
    private static final long ENTRY_BYTES = 120;

    private final MapState<Long, V> state;
    private final StateHolding holding;
    private final ToLongFunction<V> weigher;
    private final HeldBytes held;
    private final Map<Object, Entry<V>> hot = new HashMap<>();

    /** The entry that a key used last. */
    private static final class Entry<V> {
        private long mapKey;
        private @Nullable V value;
        private long bytes;
        private boolean changed;
        private boolean used;
    }

    /** Tells the operator whose state is read and written next. */
    @FunctionalInterface
    public interface CurrentKey {
        void set(Object key);
    }

    /**
     * @param held counts what stays here, and whatever else stays of the same operator
     * @param weigher bytes of a value on the heap, roughly
     */
    HotMapState(
            MapState<Long, V> state,
            StateHolding holding,
            HeldBytes held,
            ToLongFunction<V> weigher) {
        this.state = state;
        this.holding = holding;
        this.held = held;
        this.weigher = weigher;
    }

    /**
     * The value, to be changed in place; {@link #changed} must follow then. Null if there is none.
     */
    public @Nullable V find(Object key, long mapKey) throws Exception {
        Entry<V> entry = hot.get(key);
        if (entry != null && entry.value != null && entry.mapKey == mapKey) {
            entry.used = true;
            return entry.value;
        }
        V value = state.get(mapKey);
        if (value != null) {
            hold(key, mapKey, value);
        }
        return value;
    }

    /** Puts a value where there is none, or another one in its place. */
    public void put(Object key, long mapKey, V value) throws Exception {
        hold(key, mapKey, value);
        if (holding.inPlace()) {
            state.put(mapKey, value);
        } else {
            changed(key, mapKey, value);
        }
    }

    /** Notes that a value is another than before. */
    public void changed(Object key, long mapKey, V value) throws Exception {
        if (holding.inPlace()) {
            return;
        }
        Entry<V> entry = hot.get(key);
        if (entry == null || entry.mapKey != mapKey || entry.value != value) {
            state.put(mapKey, value);
            return;
        }
        entry.changed = true;
        weigh(entry, weigher.applyAsLong(value));
    }

    public void remove(Object key, long mapKey) throws Exception {
        Entry<V> entry = hot.get(key);
        if (entry != null && entry.mapKey == mapKey) {
            drop(entry);
            hot.remove(key);
        }
        state.remove(mapKey);
    }

    /**
     * The value, to be looked at once: what the key worked on stays. Not for the entry that the key
     * used last.
     */
    public @Nullable V peek(long mapKey) throws Exception {
        return state.get(mapKey);
    }

    /** Puts a value that the key will not work on. Not for the entry that the key used last. */
    public void putAside(long mapKey, V value) throws Exception {
        state.put(mapKey, value);
    }

    /** Whether values are changed where they lie, so that a change of a large one costs no more. */
    public boolean inPlace() {
        return holding.inPlace();
    }

    /** Removes those values of the key that a condition holds for. */
    public void removeIf(Object key, Predicate<V> condition) throws Exception {
        MapState<Long, V> all = all(key);
        Iterator<Map.Entry<Long, V>> entries = all.iterator();
        while (entries.hasNext()) {
            if (condition.test(entries.next().getValue())) {
                entries.remove();
            }
        }
        if (all.isEmpty()) {
            // Else the heap backend keeps an empty map for the key.
            all.clear();
        }
    }

    /** The state itself, with all that is known of the key. */
    public MapState<Long, V> all(Object key) throws Exception {
        Entry<V> entry = hot.remove(key);
        if (entry != null) {
            write(entry);
            drop(entry);
        }
        return state;
    }

    /**
     * Writes what was changed and lets go of what was not used since the last time. Called before
     * every checkpoint.
     */
    public void writeBack(CurrentKey currentKey) throws Exception {
        if (holding.inPlace()) {
            hot.clear();
            return;
        }
        Iterator<Map.Entry<Object, Entry<V>>> entries = hot.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Object, Entry<V>> next = entries.next();
            Entry<V> entry = next.getValue();
            if (entry.changed) {
                currentKey.set(next.getKey());
                write(entry);
            }
            if (entry.used) {
                entry.used = false;
            } else {
                drop(entry);
                entries.remove();
            }
        }
    }

    /** In place of what the key held before, if there is room. */
    private void hold(Object key, long mapKey, V value) throws Exception {
        Entry<V> entry = hot.get(key);
        if (entry == null) {
            if (held.sum() >= holding.mostBytes()) {
                return;
            }
            entry = new Entry<>();
            hot.put(key, entry);
        } else {
            write(entry);
        }
        entry.mapKey = mapKey;
        entry.value = value;
        entry.used = true;
        if (!holding.inPlace()) {
            weigh(entry, weigher.applyAsLong(value));
        }
    }

    private void write(Entry<V> entry) throws Exception {
        if (entry.changed) {
            state.put(entry.mapKey, entry.value);
            entry.changed = false;
        }
    }

    private void drop(Entry<V> entry) {
        if (!holding.inPlace()) {
            weigh(entry, -ENTRY_BYTES);
        }
        entry.value = null;
    }

    private void weigh(Entry<V> entry, long valueBytes) {
        long bytes = valueBytes + ENTRY_BYTES;
        held.add(bytes - entry.bytes);
        entry.bytes = bytes;
    }
}
