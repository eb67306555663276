package io.pythoflow.job.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is held of each key: the entry it used last, and the one before that. A hash table whose
 * nodes are the last entries themselves, since memory is slow: with thousands of keys each step on
 * the way to a value waits for it. From the table to the value it is two, of which a map of entries
 * would make five.
 *
 * <p>Task thread only.
 *
 * @param <V> the values
 */
final class HeldKeys<V> {
    private static final int SMALLEST = 16;

    private @Nullable OfKey<V>[] table = table(SMALLEST);
    private int size;

    /** A value that is held. */
    static class Entry<V> {
        long mapKey;
        V value;
        long bytes;
        boolean changed;
        boolean used = true;

        Entry(long mapKey, V value) {
            this.mapKey = mapKey;
            this.value = value;
        }
    }

    /** The last entry of a key, which knows of the other. */
    static final class OfKey<V> extends Entry<V> {
        private final Object key;
        private final int hash;
        private @Nullable OfKey<V> next;
        private @Nullable Entry<V> lastButOne;

        /** The key has no entry in the state beyond this one. */
        long highest;

        private OfKey(Object key, int hash, long mapKey, V value, long highest) {
            super(mapKey, value);
            this.key = key;
            this.hash = hash;
            this.highest = highest;
        }

        Object key() {
            return key;
        }

        @Nullable Entry<V> lastButOne() {
            return lastButOne;
        }

        /** Whether there is such an entry. It is the last then. */
        boolean turnTo(long soughtMapKey) {
            if (mapKey == soughtMapKey) {
                return true;
            }
            if (lastButOne == null || lastButOne.mapKey != soughtMapKey) {
                return false;
            }
            Entry<V> sought = lastButOne;
            lastButOne = moved();
            become(sought);
            return true;
        }

        /** Makes a new entry the last; the last but one is gone. */
        void turnToNew(long newMapKey, V newValue) {
            lastButOne = moved();
            become(new Entry<>(newMapKey, newValue));
        }

        private Entry<V> moved() {
            Entry<V> moved = new Entry<>(mapKey, value);
            moved.bytes = bytes;
            moved.changed = changed;
            moved.used = used;
            return moved;
        }

        private void become(Entry<V> other) {
            mapKey = other.mapKey;
            value = other.value;
            bytes = other.bytes;
            changed = other.changed;
            used = other.used;
        }

        void forgetLastButOne() {
            lastButOne = null;
        }

        /** Whether the last but one takes the place of the last. */
        boolean forgetLast() {
            if (lastButOne == null) {
                return false;
            }
            become(lastButOne);
            lastButOne = null;
            return true;
        }
    }

    /** Decides about a key. */
    @FunctionalInterface
    interface Check<V> {
        boolean stays(OfKey<V> entries) throws Exception;
    }

    /** Null if nothing is held of the key. */
    @Nullable OfKey<V> find(Object key) {
        int hash = hash(key);
        OfKey<V> found = table[hash & (table.length - 1)];
        while (found != null && !isOf(key, hash, found)) {
            found = found.next;
        }
        return found;
    }

    /** Holds the first entry of a key. */
    OfKey<V> add(Object key, long mapKey, V value, long highest) {
        if (size >= table.length - table.length / 4) {
            grow();
        }
        OfKey<V> added = new OfKey<>(key, hash(key), mapKey, value, highest);
        link(added);
        size++;
        return added;
    }

    /** What was held of the key until now; null if nothing was. */
    @Nullable OfKey<V> remove(Object key) {
        int hash = hash(key);
        int place = hash & (table.length - 1);
        OfKey<V> before = null;
        OfKey<V> found = table[place];
        while (found != null && !isOf(key, hash, found)) {
            before = found;
            found = found.next;
        }
        if (found != null) {
            unlink(place, before, found);
        }
        return found;
    }

    /** Asks about every key, and removes those that do not stay. */
    void retain(Check<V> check) throws Exception {
        for (int place = 0; place < table.length; place++) {
            OfKey<V> before = null;
            for (OfKey<V> at = table[place]; at != null; at = at.next) {
                if (check.stays(at)) {
                    before = at;
                } else {
                    unlink(place, before, at);
                }
            }
        }
    }

    /** Keys. */
    int size() {
        return size;
    }

    void clear() {
        Arrays.fill(table, null);
        size = 0;
    }

    private static boolean isOf(Object key, int hash, OfKey<?> entries) {
        return entries.key == key || (entries.hash == hash && entries.key.equals(key));
    }

    private void link(OfKey<V> entries) {
        int place = entries.hash & (table.length - 1);
        entries.next = table[place];
        table[place] = entries;
    }

    private void unlink(int place, @Nullable OfKey<V> before, OfKey<V> entries) {
        if (before == null) {
            table[place] = entries.next;
        } else {
            before.next = entries.next;
        }
        size--;
    }

    private void grow() {
        @Nullable OfKey<V>[] smaller = table;
        table = table(smaller.length * 2);
        for (OfKey<V> head : smaller) {
            OfKey<V> at = head;
            while (at != null) {
                OfKey<V> next = at.next;
                link(at);
                at = next;
            }
        }
    }

    /** Upper bits count as well: keys of one subtask have some in common. */
    private static int hash(Object key) {
        int hash = key.hashCode();
        return hash ^ (hash >>> 16);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types.
    private static <V> @Nullable OfKey<V>[] table(int capacity) {
        return new OfKey[capacity];
    }
}
