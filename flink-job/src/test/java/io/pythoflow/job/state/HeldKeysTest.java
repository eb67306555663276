package io.pythoflow.job.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.state.HeldKeys.OfKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeldKeysTest {

    /** Some of which have the hash of another one. */
    private record Key(int number) {
        @Override
        public int hashCode() {
            return number / 3 * 0x10001;
        }
    }

    @Test
    void ofManyKeysEachHasWhatWasAddedAndNotRemoved() throws Exception {
        Random random = new Random(5);
        HeldKeys<String> held = new HeldKeys<>();
        Map<Key, String> expected = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Key key = new Key(random.nextInt(500));
            OfKey<String> found = held.find(new Key(key.number));
            assertThat(found == null ? null : found.value).isEqualTo(expected.get(key));
            if (found == null) {
                held.add(key, step, "value " + step, Long.MIN_VALUE);
                expected.put(key, "value " + step);
            } else if (random.nextInt(3) == 0) {
                assertThat(held.remove(new Key(key.number))).isSameAs(found);
                expected.remove(key);
            }
            if (step % 5_000 == 4_000) {
                Map<Object, String> asked = new HashMap<>();
                held.retain(
                        entries -> {
                            assertThat(asked.put(entries.key(), entries.value)).isNull();
                            return entries.mapKey % 2 == 0;
                        });
                assertThat(asked).isEqualTo(expected);
                expected.values()
                        .removeIf(value -> (value.charAt(value.length() - 1) - '0') % 2 == 1);
            }
            if (step == 10_000) {
                held.clear();
                expected.clear();
            }
            assertThat(held.remove(new Key(-1))).isNull();
        }
    }

    @Test
    void aKeyTurnsBetweenItsLastTwoEntries() {
        OfKey<String> entries = new HeldKeys<String>().add("a", 1, "one", Long.MIN_VALUE);
        entries.bytes = 11;
        entries.changed = true;
        entries.turnToNew(2, "two");

        assertThat(entries.value).isEqualTo("two");
        assertThat(entries.changed).isFalse();
        assertThat(entries.turnTo(1)).isTrue();
        assertThat(entries.value).isEqualTo("one");
        assertThat(entries.bytes).isEqualTo(11);
        assertThat(entries.changed).isTrue();
        assertThat(entries.turnTo(3)).isFalse();
        entries.turnToNew(3, "three");
        assertThat(entries.turnTo(2)).isFalse();
        assertThat(entries.turnTo(1)).isTrue();
    }

    @Test
    void whenTheLastIsForgottenTheOneBeforeTakesItsPlace() {
        OfKey<String> entries = new HeldKeys<String>().add("a", 1, "one", Long.MIN_VALUE);
        entries.turnToNew(2, "two");

        assertThat(entries.forgetLast()).isTrue();
        assertThat(entries.value).isEqualTo("one");
        assertThat(entries.lastButOne()).isNull();
        assertThat(entries.forgetLast()).isFalse();
    }
}
