package io.pythoflow.job.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TextCache} for several texts that belong together, such as a sensor with its gateway and
 * its topic: they are compared and found in one step. The first tells them apart; those that share
 * it take turns. Not thread-safe.
 */
public final class TextsCache {
    /** Beyond this they are made anew each time. */
    private static final int LONGEST = 512;

    private final int count;
    private final TextCache single;
    private final @Nullable Known[] known = new Known[TextCache.PLACES];

    /**
     * Texts as they were written.
     *
     * @param bytes all of them; no others begin with these, since each text says how long it is
     * @param texts null where null was written
     */
    record Known(byte[] bytes, @Nullable String[] texts) {}

    /**
     * @param count how many belong together
     * @param single for those that come with others than before
     */
    public TextsCache(int count, TextCache single) {
        this.count = count;
        this.single = single;
    }

    int count() {
        return count;
    }

    TextCache single() {
        return single;
    }

    /** Those that begin here in the input; null if they are not remembered. */
    @Nullable Known find(byte[] input, int at) {
        Known there = known[place(input, at)];
        if (there == null) {
            return null;
        }
        byte[] written = there.bytes;
        return at + written.length <= input.length
                        && Arrays.equals(written, 0, written.length, input, at, at + written.length)
                ? there
                : null;
    }

    void remember(byte[] input, int from, int to, @Nullable String[] texts) {
        if (to - from <= LONGEST) {
            known[place(input, from)] = new Known(Arrays.copyOfRange(input, from, to), texts);
        }
    }

    private static int place(byte[] input, int at) {
        int length = Byte.toUnsignedInt(input[at]);
        return TextCache.place(input, at, Math.min(length, input.length - at));
    }
}
