package io.pythoflow.contract.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where in a message an element lies.
 *
 * @param payload the whole message, not to be modified
 * @param offset of the element's first byte
 * @param length of the element in bytes
 * @param element index in the message's array; null where the element is the whole message
 */
public record ElementBytes(byte[] payload, int offset, int length, @Nullable Integer element) {

    /** A copy of the element's own bytes. */
    public byte[] copy() {
        return Arrays.copyOfRange(payload, offset, offset + length);
    }
}
