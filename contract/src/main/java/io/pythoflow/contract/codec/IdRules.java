package io.pythoflow.contract.codec;

import org.jspecify.annotations.Nullable;

/** What every id, metric name and unit must satisfy to be a key of state, paths and tables. */
final class IdRules {

    private IdRules() {}

    /** What is wrong with an id, as the end of a sentence; null where nothing is. */
    static @Nullable String violation(String id, int maxLength) {
        if (id.length() > maxLength) {
            return "has " + id.length() + " characters, send at most " + maxLength;
        }
        boolean blank = true;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < ' ' || (c >= 0x7f && c <= 0x9f)) {
                return "has the control character " + (int) c + ", send printable characters";
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == id.length()
                        || !Character.isLowSurrogate(id.charAt(i + 1))) {
                    return "has half a surrogate pair, send whole characters";
                }
                i++;
                blank = false;
            } else if (c != ' ') {
                blank = false;
            }
        }
        return blank ? "is blank, send a name" : null;
    }
}
