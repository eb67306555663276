package io.pythoflow.job.lake;

import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the encoded bytes of strings that many rows share. Direct-mapped: two strings of one
 * slot replace each other, so its size is fixed whatever a million sensors call themselves.
 */
final class Utf8Cache {

    private static final int SLOTS = 1024;

    /** Longer strings are encoded each time; what identifies something is shorter. */
    private static final int MAX_CACHED_LENGTH = 128;

    private final @Nullable String[] strings = new String[SLOTS];
    private final @Nullable Binary[] encoded = new Binary[SLOTS];

    Binary encode(String string) {
        if (string.length() > MAX_CACHED_LENGTH) {
            return Binary.fromString(string);
        }
        int hash = string.hashCode();
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        Binary known = encoded[slot];
        if (known != null && string.equals(strings[slot])) {
            return known;
        }
        Binary fresh = Binary.fromString(string);
        strings[slot] = string;
        encoded[slot] = fresh;
        return fresh;
    }
}
