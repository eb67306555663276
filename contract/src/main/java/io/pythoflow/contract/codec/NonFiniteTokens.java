package io.pythoflow.contract.codec;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words that C and Arduino print for numbers that are none ({@code nan}, {@code -inf}, {@code
 * ovf}). A sensor that fails puts them bare into hand-made JSON, and one of them must not cost the
 * whole message.
 */
final class NonFiniteTokens {

    private static final Set<String> WORDS = Set.of("nan", "inf", "infinity", "ovf");
    private static final int LONGEST = "-infinity".length();

    private NonFiniteTokens() {}

    /**
     * A copy with every such word, where it stands for a member's value, replaced by {@code NaN}
     * and blanks, so that all offsets stay; null where there is none.
     */
    static byte @Nullable [] repaired(byte[] json) {
        byte[] repaired = null;
        boolean quoted = false;
        boolean valueExpected = false;
        int i = 0;
        while (i < json.length) {
            byte c = json[i];
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
                i++;
            } else if (valueExpected && isWordPart(c)) {
                int end = endOfWord(json, i);
                if (isNonFinite(json, i, end)) {
                    repaired = repaired == null ? json.clone() : repaired;
                    write(repaired, i, end);
                }
                valueExpected = false;
                i = end;
            } else {
                quoted = c == '"';
                valueExpected = c == ':' || (valueExpected && isBlank(c));
                i++;
            }
        }
        return repaired;
    }

    private static void write(byte[] json, int from, int to) {
        json[from] = 'N';
        json[from + 1] = 'a';
        json[from + 2] = 'N';
        for (int i = from + 3; i < to; i++) {
            json[i] = ' ';
        }
    }

    private static boolean isNonFinite(byte[] json, int from, int to) {
        if (to - from < 3 || to - from > LONGEST) {
            return false;
        }
        StringBuilder word = new StringBuilder(LONGEST);
        for (int i = from; i < to; i++) {
            word.append((char) json[i]);
        }
        if (word.charAt(0) == '-' || word.charAt(0) == '+') {
            word.deleteCharAt(0);
        }
        return WORDS.contains(word.toString().toLowerCase(Locale.ROOT));
    }

    private static int endOfWord(byte[] json, int from) {
        int end = from;
        while (end < json.length && isWordPart(json[end])) {
            end++;
        }
        return end;
    }

    private static boolean isWordPart(byte c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '+'
                || c == '.';
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
