package io.pythoflow.contract.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds the elements of an array by counting brackets, with no parser. */
final class Brackets {

    private Brackets() {}

    /** The bytes of each element; empty where the message is no plain array, or breaks off. */
    static Optional<List<byte[]>> elements(byte[] message) {
        int i = skipBlanks(message, 0);
        if (i == message.length || message[i] != '[') {
            return Optional.empty();
        }
        i++;
        List<byte[]> elements = new ArrayList<>();
        int start = i;
        int open = 1;
        boolean quoted = false;
        for (; i < message.length; i++) {
            byte c = message[i];
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '[' || c == '{') {
                open++;
            } else if ((c == ']' || c == '}') && --open == 0) {
                elements.add(trimmed(message, start, i));
                return Optional.of(elements);
            } else if (c == ',' && open == 1) {
                elements.add(trimmed(message, start, i));
                start = i + 1;
            }
        }
        return Optional.empty();
    }

    private static byte[] trimmed(byte[] message, int from, int to) {
        int start = skipBlanks(message, from);
        int end = to;
        while (end > start && isBlank(message[end - 1])) {
            end--;
        }
        return Arrays.copyOfRange(message, start, Math.max(start, end));
    }

    private static int skipBlanks(byte[] message, int from) {
        int i = from;
        while (i < message.length && isBlank(message[i])) {
            i++;
        }
        return i;
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
