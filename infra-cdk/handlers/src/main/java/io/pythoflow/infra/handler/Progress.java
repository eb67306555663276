package io.pythoflow.infra.handler;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ResourceWork} remembers from one look to the next. It travels in the event when the
 * function invokes itself, in clear.
 */
record Progress(Map<String, String> facts) {

    static final Progress NONE = new Progress(Map.of());

    Progress {
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }

    boolean has(String name) {
        return facts.containsKey(name);
    }

    @Nullable String find(String name) {
        return facts.get(name);
    }

    /** How often it was counted; 0 if never. */
    int count(String name) {
        return Integer.parseInt(facts.getOrDefault(name, "0"));
    }

    Progress with(String name, String value) {
        Map<String, String> more = new TreeMap<>(facts);
        more.put(name, value);
        return new Progress(more);
    }

    Progress counted(String name) {
        return with(name, Integer.toString(count(name) + 1));
    }
}
