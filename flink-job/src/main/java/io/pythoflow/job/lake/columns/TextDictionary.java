package io.pythoflow.job.lake.columns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.jspecify.annotations.Nullable;

/** Numbers the different texts of a row group, and keeps their bytes. */
final class TextDictionary {

    private static final int MOST_BYTES = 512 << 10;

    private static final int FIRST_SLOTS = 16;

    /** A string and its array beside its characters, and what refers to it here. */
    private static final int ENTRY_BYTES = 64;

    private String[] texts = new String[FIRST_SLOTS / 2];
    private int[] hashes = new int[FIRST_SLOTS / 2];
    private byte[][] encoded = new byte[FIRST_SLOTS / 2][];
    private int size;
    private long textBytes;

    /** Number of the entry in a slot, plus one; 0 where there is none. */
    private int[] slots = new int[FIRST_SLOTS];

    int numberOf(String text) {
        int hash = text.hashCode();
        int slot = freeSlotOr(text, hash);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        if (size == texts.length) {
            grow();
            slot = freeSlotOr(text, hash);
        }
        byte[] bytes = text.getBytes(UTF_8);
        texts[size] = text;
        hashes[size] = hash;
        encoded[size] = bytes;
        textBytes += bytes.length;
        slots[slot] = size + 1;
        return size++;
    }

    /** The slot of a text, or the one where it belongs. */
    private int freeSlotOr(String text, int hash) {
        int mask = slots.length - 1;
        int slot = (hash ^ (hash >>> 15)) & mask;
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            if (hashes[number] == hash && texts[number].equals(text)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        int room = 2 * size;
        texts = Arrays.copyOf(texts, room);
        hashes = Arrays.copyOf(hashes, room);
        encoded = Arrays.copyOf(encoded, room);
        slots = new int[2 * room];
        for (int number = 0; number < size; number++) {
            slots[freeSlotOr(texts[number], hashes[number])] = number + 1;
        }
    }

    /** Whether the next page had better hold texts themselves. */
    boolean isFull() {
        return textBytes + (long) Integer.BYTES * size > MOST_BYTES;
    }

    int size() {
        return size;
    }

    /** UTF-8 of a text. */
    byte[] bytesOf(int number) {
        return encoded[number];
    }

    long bytes() {
        return 2 * textBytes + (long) ENTRY_BYTES * size;
    }

    /** The texts, if a page refers to them; the next row group begins anew. */
    @Nullable DictionaryPage end() {
        if (size == 0) {
            return null;
        }
        BytesInput[] parts = new BytesInput[2 * size];
        for (int number = 0; number < size; number++) {
            parts[2 * number] = BytesInput.fromInt(encoded[number].length);
            parts[2 * number + 1] = BytesInput.from(encoded[number]);
        }
        DictionaryPage page = new DictionaryPage(BytesInput.concat(parts), size, Encoding.PLAIN);
        clear();
        return page;
    }

    private void clear() {
        Arrays.fill(texts, null);
        Arrays.fill(encoded, null);
        Arrays.fill(slots, 0);
        size = 0;
        textBytes = 0;
    }
}
