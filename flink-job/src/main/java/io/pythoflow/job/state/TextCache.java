package io.pythoflow.job.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives equal bytes the same string as before, as long as it remembers them: its hash is known, and
 * comparing it with itself costs nothing. Each place remembers the text that came last, so that the
 * memory is bounded whatever comes. Not thread-safe.
 */
public final class TextCache {
    static final int PLACES = 1 << 14;

    /** Texts beyond this are made anew, so that a few long ones cannot fill the memory. */
    private static final int LONGEST = 256;

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final byte @Nullable [][] known = new byte[PLACES][];
    private final @Nullable String[] texts = new String[PLACES];

    /** The text of UTF-8 bytes. */
    String text(byte[] bytes, int offset, int length) {
        if (length > LONGEST) {
            return new String(bytes, offset, length, StandardCharsets.UTF_8);
        }
        int place = place(bytes, offset, length);
        byte[] at = known[place];
        String text = texts[place];
        if (at != null
                && text != null
                && Arrays.equals(at, 0, at.length, bytes, offset, offset + length)) {
            return text;
        }
        String made = new String(bytes, offset, length, StandardCharsets.UTF_8);
        known[place] = Arrays.copyOfRange(bytes, offset, offset + length);
        texts[place] = made;
        return made;
    }

    /** Which of {@link #PLACES} bytes have. */
    static int place(byte[] bytes, int offset, int length) {
        long hash = length;
        int at = offset;
        int end = offset + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = (hash ^ (long) PackedOutput.LONGS.get(bytes, at)) * MULTIPLIER;
            hash ^= hash >>> 32;
        }
        for (; at < end; at++) {
            hash = (hash ^ bytes[at]) * MULTIPLIER;
        }
        return (int) (hash >>> 50);
    }
}
