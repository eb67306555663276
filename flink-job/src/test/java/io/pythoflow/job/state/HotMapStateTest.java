package io.pythoflow.job.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.ListSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HotMapStateTest {
    private static final TypeSerializer<List<Integer>> LISTS =
            new ListSerializer<>(IntSerializer.INSTANCE);

    private static final List<String> KEYS = List.of("a", "b", "c", "d", "e");

    /** Nothing, two of five keys, and all may stay. */
    @ParameterizedTest
    @ValueSource(longs = {0, 170, 1_000_000})
    void whatIsStoredIsAsIfEveryValueWasWrittenAtOnce(long mostBytes) throws Exception {
        Random random = new Random(mostBytes);
        for (int round = 0; round < 200; round++) {
            StoredLists stored = new StoredLists();
            HotMapState<List<Integer>> state =
                    new HotMapState<>(
                            stored,
                            LISTS,
                            new StateHolding(false, mostBytes),
                            new HeldBytes(),
                            HighestKey.none(new SavedKeys()),
                            list -> 4L * list.size());
            Map<String, Map<Long, List<Integer>>> expected = new HashMap<>();
            for (int step = 0; step < 100; step++) {
                String key = KEYS.get(random.nextInt(KEYS.size()));
                long place = random.nextInt(5);
                stored.key = key;
                Map<Long, List<Integer>> ofKey =
                        expected.computeIfAbsent(key, unused -> new HashMap<>());
                switch (random.nextInt(10)) {
                    case 0 -> {
                        state.removeIf(key, list -> list.size() == 1);
                        ofKey.values().removeIf(list -> list.size() == 1);
                    }
                    case 1 -> assertThat(contents(state.all(key))).isEqualTo(ofKey);
                    case 2 -> {
                        state.removeIf(key, list -> list.size() > 2);
                        ofKey.values().removeIf(list -> list.size() > 2);
                    }
                    case 3 -> {
                        state.writeBack(current -> stored.key = (String) current);
                        assertStored(stored, expected);
                    }
                    case 4 -> assertStored(checkpoint(state, stored), expected);
                    default -> {
                        List<Integer> found = state.find(key, place);
                        assertThat(found).isEqualTo(ofKey.get(place));
                        add(state, key, place, found, step);
                        ofKey.computeIfAbsent(place, unused -> new ArrayList<>()).add(step);
                    }
                }
            }
            state.writeBack(current -> stored.key = (String) current);
            assertStored(stored, expected);
        }
    }

    /** What is stored once everything that was held at a checkpoint is put back. */
    private static StoredLists checkpoint(HotMapState<List<Integer>> state, StoredLists stored)
            throws Exception {
        StoredLists changes = new StoredLists();
        state.snapshot(
                current -> stored.key = (String) current,
                (key, place, list, unused) -> {
                    changes.key = (String) key;
                    changes.put(place, list);
                });
        StoredLists restored = new StoredLists();
        for (StoredLists part : List.of(stored, changes)) {
            part.byKey.forEach(
                    (key, lists) -> {
                        restored.key = key;
                        restored.putAll(lists);
                    });
        }
        return restored;
    }

    private static void add(
            HotMapState<List<Integer>> state,
            String key,
            long place,
            @Nullable List<Integer> found,
            int number)
            throws Exception {
        if (found == null) {
            state.put(key, place, new ArrayList<>(List.of(number)));
        } else {
            found.add(number);
            state.changed(key, place, found);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatIsNotUsedBetweenTwoCheckpointsGoes(int checkpoints) throws Exception {
        StoredLists stored = new StoredLists();
        stored.key = "a";
        HeldBytes held = new HeldBytes();
        HotMapState<List<Integer>> state = bounded(stored, 1_000, held);
        state.put("a", 1, new ArrayList<>(List.of(1)));
        for (int i = 0; i < checkpoints; i++) {
            state.writeBack(current -> stored.key = (String) current);
        }

        assertThat(held.sum() > 0).isEqualTo(checkpoints == 1);
    }

    @Test
    void aCheckpointLeavesTheStateAloneWhileAnEntryIsUsed() throws Exception {
        StoredLists stored = new StoredLists();
        stored.key = "a";
        HotMapState<List<Integer>> state = bounded(stored, 1_000, new HeldBytes());
        state.put("a", 1, new ArrayList<>(List.of(1)));
        Map<String, Map<Long, List<Integer>>> expected = new HashMap<>();
        for (int number = 2; number < 5; number++) {
            change(state, number);
            expected.put("a", Map.of(1L, IntStream.rangeClosed(1, number).boxed().toList()));
            assertStored(checkpoint(state, stored), expected);
            stored.key = "a";
            assertThat(stored.current()).isEmpty();
        }
        assertStored(checkpoint(state, stored), expected);
        assertStored(stored, expected);
    }

    /** Eight keys of 84 bytes; where they fill more than half of the bound, room is made. */
    @ParameterizedTest(name = "{0} bytes: {1}, {2}, {3}")
    @CsvSource({"1000000, 3, 5, 6", "700, 4, 6, 7"})
    void whatTurnedSilentIsWrittenByAndBy(long mostBytes, int first, int second, int third)
            throws Exception {
        StoredLists stored = new StoredLists();
        HotMapState<List<Integer>> state = bounded(stored, mostBytes, new HeldBytes());
        Map<String, Map<Long, List<Integer>>> expected = new HashMap<>();
        for (String key : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
            stored.key = key;
            state.put(key, 1, new ArrayList<>(List.of(1)));
            expected.put(key, Map.of(1L, List.of(1)));
        }
        for (int written : List.of(0, first, second, third)) {
            assertStored(checkpoint(state, stored), expected);
            assertThat(stored.byKey.values())
                    .filteredOn(lists -> !lists.isEmpty())
                    .hasSize(written);
        }
    }

    @Test
    void aKeyGoesBetweenTwoEntriesWithoutTheState() throws Exception {
        StoredLists stored = new StoredLists();
        HotMapState<List<Integer>> state = unbounded(stored, HighestKey.none(new SavedKeys()));
        List<Integer> one = new ArrayList<>(List.of(1));
        List<Integer> two = new ArrayList<>(List.of(2));
        state.put("", 1, one);
        state.put("", 2, two);

        assertThat(state.find("", 1)).isSameAs(one);
        assertThat(state.find("", 2)).isSameAs(two);
        assertThat(stored.current()).isEmpty();
        state.put("", 3, new ArrayList<>(List.of(3)));
        assertThat(stored.current()).isEqualTo(Map.of(1L, List.of(1)));
    }

    @Test
    void whatLiesBeyondAllEntriesIsNotLookedFor() throws Exception {
        SavedKeys saved = new SavedKeys();
        StoredLists stored = new StoredLists();
        HotMapState<List<Integer>> state = unbounded(stored, HighestKey.none(saved));
        state.put("", 5, new ArrayList<>(List.of(5)));
        state.find("", 6);
        state.find("other", 6);
        assertThat(stored.gets).isZero();
        state.find("other", 5);
        assertThat(stored.gets).isEqualTo(1);
        state.writeBack(key -> {});

        HotMapState<List<Integer>> restored = unbounded(stored, HighestKey.restored(saved));
        restored.find("", 6);
        assertThat(stored.gets).isEqualTo(1);
        assertThat(restored.find("", 5)).containsExactly(5);
        // One more than anybody knew of, when all have their say.
        saved.add(6L);
        unbounded(stored, HighestKey.restored(saved)).find("", 6);
        assertThat(stored.gets).isEqualTo(3);
    }

    @Test
    void whereNobodySavedUpToWhereThereAreEntriesAllAreLookedFor() throws Exception {
        StoredLists stored = new StoredLists();
        stored.put(7L, List.of(7));

        assertThat(unbounded(stored, HighestKey.restored(new SavedKeys())).find("", 7))
                .containsExactly(7);
    }

    private static HotMapState<List<Integer>> bounded(
            StoredLists stored, long mostBytes, HeldBytes held) {
        return new HotMapState<>(
                stored,
                LISTS,
                new StateHolding(false, mostBytes),
                held,
                HighestKey.unknown(),
                list -> 4L * list.size());
    }

    private static HotMapState<List<Integer>> unbounded(StoredLists stored, HighestKey highest) {
        return new HotMapState<>(
                stored,
                LISTS,
                new StateHolding(false, Long.MAX_VALUE),
                new HeldBytes(),
                highest,
                list -> 4L * list.size());
    }

    @Test
    void statesOfOneOperatorShareWhatMayStay() throws Exception {
        HeldBytes held = new HeldBytes();
        HotMapState<List<Integer>> one = bounded(new StoredLists(), 50, held);
        HotMapState<List<Integer>> other = bounded(new StoredLists(), 50, held);
        one.put("a", 1, new ArrayList<>(List.of(1)));
        long full = held.sum();
        other.put("a", 1, new ArrayList<>(List.of(1)));

        assertThat(full).isGreaterThanOrEqualTo(50);
        assertThat(held.sum()).isEqualTo(full);
        assertThat(other.find("a", 1)).containsExactly(1);
    }

    @Test
    void whatIsPutAsideAndPeekedAtLeavesWhatTheKeyWorksOn() throws Exception {
        StoredLists stored = new StoredLists();
        HotMapState<List<Integer>> state = bounded(stored, 1_000, new HeldBytes());
        List<Integer> worked = new ArrayList<>(List.of(1));
        state.put("", 1, worked);
        state.putAside("", 2, List.of(2));

        assertThat(state.peek(2)).containsExactly(2);
        assertThat(state.find("", 1)).isSameAs(worked);
    }

    @Test
    void onTheHeapWhatASnapshotStillWritesStaysAsItWas() throws Exception {
        LiveLists live = new LiveLists();
        HotMapState<List<Integer>> state =
                new HotMapState<>(
                        live,
                        LISTS,
                        StateHolding.IN_PLACE,
                        new HeldBytes(),
                        HighestKey.unknown(),
                        list -> 4L * list.size());
        state.put("a", 1, new ArrayList<>(List.of(1)));
        change(state, 2);
        state.writeBack(current -> {});
        Map<Long, List<Integer>> snapshot = live.snapshot();
        change(state, 3);
        change(state, 4);

        assertThat(snapshot).isEqualTo(Map.of(1L, List.of(1, 2)));
        assertThat(contents(live)).isEqualTo(Map.of(1L, List.of(1, 2, 3, 4)));
    }

    private static void change(HotMapState<List<Integer>> state, int number) throws Exception {
        List<Integer> list = Objects.requireNonNull(state.find("a", 1));
        list.add(number);
        state.changed("a", 1, list);
    }

    private static void assertStored(
            StoredLists stored, Map<String, Map<Long, List<Integer>>> expected) throws Exception {
        for (String key : KEYS) {
            stored.key = key;
            assertThat(contents(stored)).isEqualTo(expected.getOrDefault(key, Map.of()));
        }
    }

    private static Map<Long, List<Integer>> contents(MapState<Long, List<Integer>> state)
            throws Exception {
        Map<Long, List<Integer>> contents = new HashMap<>();
        for (Map.Entry<Long, List<Integer>> entry : state.entries()) {
            contents.put(entry.getKey(), entry.getValue());
        }
        return contents;
    }

    /** The heap: the objects themselves, and copies of what a snapshot has taken. */
    private static final class LiveLists extends StoredLists {
        private boolean snapshotTaken;

        Map<Long, List<Integer>> snapshot() {
            snapshotTaken = true;
            return new HashMap<>(current());
        }

        @Override
        public @Nullable List<Integer> get(Long place) {
            if (snapshotTaken) {
                current().replaceAll((unused, list) -> new ArrayList<>(list));
                snapshotTaken = false;
            }
            return current().get(place);
        }

        @Override
        public void put(Long place, List<Integer> list) {
            current().put(place, list);
        }
    }

    /** A backend that gives and takes copies. */
    private static class StoredLists implements MapState<Long, List<Integer>> {
        private final Map<String, Map<Long, List<Integer>>> byKey = new HashMap<>();
        private String key = "";
        private int gets;

        final Map<Long, List<Integer>> current() {
            return byKey.computeIfAbsent(key, unused -> new HashMap<>());
        }

        @Override
        public @Nullable List<Integer> get(Long place) {
            gets++;
            List<Integer> list = current().get(place);
            return list == null ? null : new ArrayList<>(list);
        }

        @Override
        public void put(Long place, List<Integer> list) {
            current().put(place, new ArrayList<>(list));
        }

        @Override
        public void putAll(Map<Long, List<Integer>> lists) {
            lists.forEach(this::put);
        }

        @Override
        public void remove(Long place) {
            current().remove(place);
        }

        @Override
        public boolean contains(Long place) {
            return current().containsKey(place);
        }

        @Override
        public Iterable<Map.Entry<Long, List<Integer>>> entries() {
            return current().entrySet();
        }

        @Override
        public Iterable<Long> keys() {
            return current().keySet();
        }

        @Override
        public Iterable<List<Integer>> values() {
            return current().values();
        }

        @Override
        public Iterator<Map.Entry<Long, List<Integer>>> iterator() {
            return current().entrySet().iterator();
        }

        @Override
        public boolean isEmpty() {
            return current().isEmpty();
        }

        @Override
        public void clear() {
            current().clear();
        }
    }

    /** What all subtasks saved. */
    private static final class SavedKeys implements ListState<Long> {
        private final List<Long> keys = new ArrayList<>();

        @Override
        public void update(List<Long> values) {
            keys.clear();
            keys.addAll(values);
        }

        @Override
        public void addAll(List<Long> values) {
            keys.addAll(values);
        }

        @Override
        public Iterable<Long> get() {
            return List.copyOf(keys);
        }

        @Override
        public void add(Long value) {
            keys.add(value);
        }

        @Override
        public void clear() {
            keys.clear();
        }
    }
}
