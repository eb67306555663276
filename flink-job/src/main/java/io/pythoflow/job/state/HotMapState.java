package io.pythoflow.job.state;

import io.pythoflow.job.state.HeldKeys.Entry;
import io.pythoflow.job.state.HeldKeys.OfKey;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
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
 * so the objects stay here, and are written when the key turns to another entry. What stays is
 * bounded: when the bound is reached, further keys go to the state directly, so that a few keys too
 * many cost their part and no more; with each checkpoint some of those that were not used since the
 * one before are written and make room.
 *
 * <p>A checkpoint takes what changed and is still used as it is, beside the state ({@link
 * HeldEntries}): it will have changed again when the next one is taken, and in the meantime RocksDB
 * would have sorted it in, flushed and compacted it. For a savepoint all is written, so that there
 * it does not show what was held, and the backend may be another then.
 *
 * <p>Entries come with rising map keys as a rule. One beyond all that a key can have is not looked
 * for: RocksDB is slowest where it finds nothing.
 *
 * <p>Task thread only. Every method but {@link #writeBack} and {@link #snapshot} concerns the
 * current key of the operator, which it is given to find its place.
 *
 * @param <V> the values
 */
public final class HotMapState<V> {
    /** Of an entry, beside its value. */
    private static final long ENTRY_BYTES = 80;

    /** Of what is held and not used any more, as long as there is room. */
    private static final int CHECKPOINTS_TO_WRITE_ALL = 4;

    private final MapState<Long, V> state;
    private final TypeSerializer<V> serializer;
    private final StateHolding holding;
    private final HeldBytes held;
    private final HighestKey highest;
    private final ToLongFunction<V> weigher;
    private final HeldKeys<V> hot = new HeldKeys<>();

    /** Tells the operator whose state is read and written next. */
    @FunctionalInterface
    public interface CurrentKey {
        void set(Object key);
    }

    /**
     * @param serializer of the values, as the state has it
     * @param held counts what stays here, and whatever else stays of the same operator
     * @param weigher bytes of a value on the heap, roughly
     */
    HotMapState(
            MapState<Long, V> state,
            TypeSerializer<V> serializer,
            StateHolding holding,
            HeldBytes held,
            HighestKey highest,
            ToLongFunction<V> weigher) {
        this.state = state;
        this.serializer = serializer;
        this.holding = holding;
        this.held = held;
        this.highest = highest;
        this.weigher = weigher;
    }

    /**
     * The value, to be changed in place; {@link #changed} must follow then. Null if there is none.
     */
    public @Nullable V find(Object key, long mapKey) throws Exception {
        OfKey<V> entries = hot.find(key);
        if (entries != null && entries.turnTo(mapKey)) {
            entries.used = true;
            return entries.value;
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
        OfKey<V> entries = hot.find(key);
        if (entries == null || !entries.turnTo(mapKey) || entries.value != value) {
            state.put(mapKey, value);
            return;
        }
        entries.changed = true;
        weigh(entries, weigher.applyAsLong(value));
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
        OfKey<V> entries = hot.remove(key);
        if (entries != null) {
            letGo(entries);
            letGo(entries.lastButOne());
        }
        return state;
    }

    /**
     * Writes what was changed and lets go of what was not used since the last checkpoint. Called
     * before every savepoint.
     */
    public void writeBack(CurrentKey currentKey) throws Exception {
        checkpoint(
                currentKey,
                new Changed<>() {
                    @Override
                    public boolean writesUnused() {
                        return true;
                    }

                    @Override
                    public void take(OfKey<V> entries, Entry<V> entry) throws Exception {
                        currentKey.set(entries.key());
                        write(entry);
                    }
                });
    }

    /** Takes changed values that stay held. */
    @FunctionalInterface
    interface Changes<V> {
        void add(Object key, long mapKey, V value, TypeSerializer<V> serializer) throws Exception;
    }

    /**
     * As {@link #writeBack}, but what was changed and used since the last checkpoint is not
     * written: it goes elsewhere. So does what was not used and is too much for one checkpoint:
     * when all windows have ended, all of them turn silent at once. Called before every checkpoint.
     */
    void snapshot(CurrentKey currentKey, Changes<V> changes) throws Exception {
        checkpoint(
                currentKey,
                new Changed<>() {
                    private int writes = hot.size() / CHECKPOINTS_TO_WRITE_ALL + 1;

                    @Override
                    public boolean writesUnused() {
                        return writes-- > 0 || held.sum() >= holding.mostBytes() / 2;
                    }

                    @Override
                    public void take(OfKey<V> entries, Entry<V> entry) throws Exception {
                        changes.add(entries.key(), entry.mapKey, entry.value, serializer);
                    }
                });
    }

    /** Puts what a snapshot took back into the state. */
    void restore(long mapKey, DataInputView value) throws Exception {
        state.put(mapKey, serializer.deserialize(value));
    }

    /** What happens to changed entries at a checkpoint. */
    private interface Changed<V> {
        /** Whether one that was not used is to be written to the state, to make room. */
        boolean writesUnused();

        /** Takes any other. */
        void take(OfKey<V> entries, Entry<V> entry) throws Exception;
    }

    private void checkpoint(CurrentKey currentKey, Changed<V> changed) throws Exception {
        highest.save();
        if (holding.inPlace()) {
            hot.clear();
            return;
        }
        hot.retain(
                entries -> {
                    Entry<V> lastButOne = entries.lastButOne();
                    if (lastButOne != null && !stays(entries, lastButOne, currentKey, changed)) {
                        entries.forgetLastButOne();
                    }
                    return stays(entries, entries, currentKey, changed) || entries.forgetLast();
                });
    }

    /** Whether an entry stays; else it is in the state, and weighs no more. */
    private boolean stays(
            OfKey<V> entries, Entry<V> entry, CurrentKey currentKey, Changed<V> changed)
            throws Exception {
        boolean used = entry.used;
        entry.used = false;
        if (entry.changed) {
            if (used || !changed.writesUnused()) {
                changed.take(entries, entry);
                return true;
            }
            currentKey.set(entries.key());
            write(entry);
        } else if (used) {
            return true;
        }
        weighNothing(entry);
        return false;
    }

    /** In place of what the key held before, if there is room. */
    private void hold(Object key, long mapKey, V value) throws Exception {
        OfKey<V> entries = hot.find(key);
        if (entries == null) {
            if (held.sum() >= holding.mostBytes()) {
                return;
            }
            entries = hot.add(key, mapKey, value, highest.mapKey());
        } else if (!entries.turnTo(mapKey)) {
            letGo(entries.lastButOne());
            entries.turnToNew(mapKey, value);
        }
        entries.value = value;
        entries.used = true;
        if (!holding.inPlace()) {
            weigh(entries, weigher.applyAsLong(value));
        }
    }

    private void raise(Object key, long mapKey) {
        highest.raise(mapKey);
        OfKey<V> entries = hot.find(key);
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
