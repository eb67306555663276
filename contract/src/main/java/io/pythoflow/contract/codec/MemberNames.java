package io.pythoflow.contract.codec;

import java.util.HashMap;
import java.util.Map;

/**
 * The names that members of readings had so far, so that each is looked into once. Senders choose
 * names, so their number is bounded. Not thread-safe.
 */
final class MemberNames {

    private static final int MOST = 4096;

    private final int maxIdLength;
    private final Map<String, MemberName> known = new HashMap<>();

    /**
     * @param maxIdLength characters of the longest name of a metric
     */
    MemberNames(int maxIdLength) {
        this.maxIdLength = maxIdLength;
    }

    MemberName of(String text) {
        MemberName name = known.get(text);
        return name != null ? name : learn(text);
    }

    private MemberName learn(String text) {
        MemberName name = new MemberName(text, maxIdLength);
        if (text.length() <= maxIdLength) {
            if (known.size() == MOST) {
                known.clear();
            }
            known.put(text, name);
        }
        return name;
    }
}
