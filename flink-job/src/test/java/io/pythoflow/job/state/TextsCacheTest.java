package io.pythoflow.job.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextsCacheTest {
    private final PackedOutput out = new PackedOutput();
    private final PackedInput in = new PackedInput();
    private final TextsCache cache = new TextsCache(3, new TextCache());

    @Test
    void textsComeBackAsTheyWereWrittenWhateverCameBefore() {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            @Nullable String[] texts = {text(random, 60), text(random, 300), text(random, 2)};

            assertThat(roundTrip(texts)).containsExactly(texts);
            // What stands behind them was not taken for theirs.
            assertThat(in.readByte()).isEqualTo(42);
        }
    }

    @Test
    void textsThatCameTogetherAreTheSameStringsAgain() {
        @Nullable String[] first = roundTrip("sensor-1", "gateway-1", null);

        assertThat(roundTrip("sensor-1", "gateway-1", null)).isSameAs(first);
        @Nullable String[] moved = roundTrip("sensor-1", "gateway-2", null);
        assertThat(moved).containsExactly("sensor-1", "gateway-2", null);
        assertThat(moved[0]).isSameAs(first[0]);
    }

    private @Nullable String[] roundTrip(@Nullable String... texts) {
        out.reset();
        for (String text : texts) {
            out.writeText(text);
        }
        out.writeByte(42);
        System.arraycopy(out.array(), 0, in.refill(out.size()), 0, out.size());
        return in.readTexts(cache);
    }

    private static @Nullable String text(Random random, int longest) {
        if (random.nextInt(4) == 0) {
            return null;
        }
        int number = random.nextInt(100);
        return "ä".repeat(number % longest) + (number % 7 == 0 ? "x" : number);
    }
}
