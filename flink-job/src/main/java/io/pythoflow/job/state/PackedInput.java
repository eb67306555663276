package io.pythoflow.job.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link PackedOutput} wrote. What was cut off ends in an {@link
 * IndexOutOfBoundsException}. Not thread-safe.
 */
public final class PackedInput {
    private byte[] bytes = new byte[0];
    private int at;

    public PackedInput() {}

    public PackedInput(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * An array of at least this length, to be filled from 0 on and then read from there.
     *
     * @param length bytes that are to be read
     */
    byte[] refill(int length) {
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, bytes.length * 2)];
        }
        at = 0;
        return bytes;
    }

    public int readByte() {
        return bytes[at++];
    }

    public long readUnsigned() {
        byte first = bytes[at++];
        if (first >= 0) {
            return first;
        }
        long value = first & 0x7f;
        int shift = 7;
        while (true) {
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
            shift += 7;
        }
    }

    /** A number that was written as unsigned and is one of an array's. */
    public int readCount() {
        return (int) readUnsigned();
    }

    public long readSigned() {
        long folded = readUnsigned();
        return (folded >>> 1) ^ -(folded & 1);
    }

    public long readLong() {
        long value = (long) PackedOutput.LONGS.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    public double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    /** Bytes that were written as a block. */
    public byte[] readBlock() {
        int length = readCount();
        byte[] block = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return block;
    }

    public @Nullable String readText() {
        int length = readCount() - 1;
        if (length < 0) {
            return null;
        }
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    /**
     * Texts that were written one after the other, and come together again and again: the same
     * array as long as the cache holds it, to be read only.
     */
    public @Nullable String[] readTexts(TextsCache cache) {
        TextsCache.Known known = cache.find(bytes, at);
        if (known != null) {
            at += known.bytes().length;
            return known.texts();
        }
        int from = at;
        @Nullable String[] texts = new String[cache.count()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = readText(cache.single());
        }
        cache.remember(bytes, from, at, texts);
        return texts;
    }

    /** A text that comes again and again: the same string as long as the cache holds it. */
    public @Nullable String readText(TextCache cache) {
        int length = readCount() - 1;
        if (length < 0) {
            return null;
        }
        String text = cache.text(bytes, at, length);
        at += length;
        return text;
    }
}
