package io.pythoflow.job.state;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;

/**
 * Map state whose values are mutable, and of which each key works on one or two entries most of the
 * time: the window or the hour of now, and the one before it while that comes to its end. The two
 * that a key used last are found here at once.
 *
 * <p>Where state lies in objects on the heap, they are the state's own objects, changed in place;
 * with a checkpoint all are forgotten, since the state gives copies of what a snapshot still
 * writes.
 *
 * <p>Elsewhere (RocksDB) every read and write would take a value apart and put it together again;
 * so the objects stay here, and are written when the key turns to another entry, and before every
 * checkpoint. What is stored is the same either way. What stays is bounded: when the bound is
 * reached, further keys go to the state directly, so that a few keys too many cost their part and
 * no more; with each checkpoint those that were not used since the one before make room.
 *
 * <p>Entries come with rising map keys as a rule. One beyond all that a key can have is not looked
 * for: RocksDB is slowest where it finds nothing.
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
    private final HeldBytes held;
    private final HighestKey highest;
    private final ToLongFunction<V> weigher;
    private final Map<Object, Entries<V>> hot = new HashMap<>();

    /** What stays here of a key: at least one entry. */
    private static final class Entries<V> {
        private @Nullable Entry<V> last;
        private @Nullable Entry<V> lastButOne;

        /** The key has no entry beyond this one. */
        private long highest;

        private Entries(long highest) {
            this.highest = highest;
        }

        /** The entry, which is the last then. */
        private @Nullable Entry<V> find(long mapKey) {
            if (last != null && last.mapKey == mapKey) {
                return last;
            }
            if (lastButOne != null && lastButOne.mapKey == mapKey) {
                Entry<V> found = lastButOne;
                lastButOne = last;
                last = found;
                return found;
            }
            return null;
        }

        private void forget(Entry<V> entry) {
            if (last == entry) {
                last = lastButOne;
            }
            lastButOne = null;
        }
    }

    private static final class Entry<V> {
        private final long mapKey;
        private V value;
        private long bytes;
        private boolean changed;
        private boolean used = true;

        private Entry(long mapKey, V value) {
            this.mapKey = mapKey;
            this.value = value;
        }
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
            HighestKey highest,
            ToLongFunction<V> weigher) {
        this.state = state;
        this.holding = holding;
        this.held = held;
        this.highest = highest;
        this.weigher = weigher;
    }

    /**
     * The value, to be changed in place; {@link #changed} must follow then. Null if there is none.
     */
    public @Nullable V find(Object key, long mapKey) throws Exception {
        Entries<V> entries = hot.get(key);
        if (entries != null) {
            Entry<V> entry = entries.find(mapKey);
            if (entry != null) {
                entry.used = true;
                return entry.value;
            }
        }
        if (mapKey > (entries == null ? highest.mapKey() : entries.highest)) {
            return null;
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
        raise(key, mapKey);
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
        Entries<V> entries = hot.get(key);
        Entry<V> entry = entries == null ? null : entries.find(mapKey);
        if (entry == null || entry.value != value) {
            state.put(mapKey, value);
            return;
        }
        entry.changed = true;
        weigh(entry, weigher.applyAsLong(value));
    }

    /**
     * The value, to be looked at once: what the key worked on stays. Not for an entry that it
     * worked on.
     */
    public @Nullable V peek(long mapKey) throws Exception {
        return state.get(mapKey);
    }

    /** Puts a value that the key will not work on. Not for an entry that it worked on. */
    public void putAside(Object key, long mapKey, V value) throws Exception {
        raise(key, mapKey);
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
        clearIfEmpty(all);
    }

    /** Ends a look at {@link #all} that removed entries. */
    public void clearIfEmpty(MapState<Long, V> all) throws Exception {
        // Else the heap backend keeps an empty map for the key. RocksDB keeps none, and would look
        // through what was removed of other keys, too.
        if (holding.inPlace() && all.isEmpty()) {
            all.clear();
        }
    }

    /** The state itself, with all that is known of the key. */
    public MapState<Long, V> all(Object key) throws Exception {
        Entries<V> entries = hot.remove(key);
        if (entries != null) {
            letGo(entries.last);
            letGo(entries.lastButOne);
        }
        return state;
    }

    /**
     * Writes what was changed and lets go of what was not used since the last time. Called before
     * every checkpoint.
     */
    public void writeBack(CurrentKey currentKey) throws Exception {
        highest.save();
        if (holding.inPlace()) {
            hot.clear();
            return;
        }
        Iterator<Map.Entry<Object, Entries<V>>> keys = hot.entrySet().iterator();
        while (keys.hasNext()) {
            Map.Entry<Object, Entries<V>> next = keys.next();
            Entries<V> entries = next.getValue();
            writeBack(entries, entries.lastButOne, next.getKey(), currentKey);
            writeBack(entries, entries.last, next.getKey(), currentKey);
            if (entries.last == null) {
                keys.remove();
            }
        }
    }

    private void writeBack(
            Entries<V> entries, @Nullable Entry<V> entry, Object key, CurrentKey currentKey)
            throws Exception {
        if (entry == null) {
            return;
        }
        if (entry.changed) {
            currentKey.set(key);
            write(entry);
        }
        if (!entry.used) {
            weighNothing(entry);
            entries.forget(entry);
        }
        entry.used = false;
    }

    /** In place of what the key held before, if there is room. */
    private void hold(Object key, long mapKey, V value) throws Exception {
        Entries<V> entries = hot.get(key);
        if (entries == null) {
            if (held.sum() >= holding.mostBytes()) {
                return;
            }
            entries = new Entries<>(highest.mapKey());
            hot.put(key, entries);
        }
        Entry<V> entry = entries.find(mapKey);
        if (entry == null) {
            letGo(entries.lastButOne);
            entry = new Entry<>(mapKey, value);
            entries.lastButOne = entries.last;
            entries.last = entry;
        }
        entry.value = value;
        entry.used = true;
        if (!holding.inPlace()) {
            weigh(entry, weigher.applyAsLong(value));
        }
    }

    private void raise(Object key, long mapKey) {
        highest.raise(mapKey);
        Entries<V> entries = hot.get(key);
        if (entries != null) {
            entries.highest = Math.max(entries.highest, mapKey);
        }
    }

    private void letGo(@Nullable Entry<V> entry) throws Exception {
        if (entry != null) {
            write(entry);
            weighNothing(entry);
        }
    }

    private void write(Entry<V> entry) throws Exception {
        if (entry.changed) {
            state.put(entry.mapKey, entry.value);
            entry.changed = false;
        }
    }

    private void weighNothing(Entry<V> entry) {
        if (!holding.inPlace()) {
            weigh(entry, -ENTRY_BYTES);
        }
    }

    private void weigh(Entry<V> entry, long valueBytes) {
        long bytes = valueBytes + ENTRY_BYTES;
        held.add(bytes - entry.bytes);
        entry.bytes = bytes;
    }
}
