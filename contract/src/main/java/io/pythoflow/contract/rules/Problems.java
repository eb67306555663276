package io.pythoflow.contract.rules;

import io.pythoflow.contract.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong with a document, each said once. */
final class Problems {

    private static final int LONGEST_VALUE = 60;

    private final Set<String> found = new LinkedHashSet<>();

    /**
     * @param path the place in the document, {@code zones.field-01.A.limits.max_run_s}
     * @param allowed as the end of a sentence that begins with "give"
     */
    void add(String path, @Nullable Object value, String allowed) {
        found.add(path + " is " + shown(value) + ", give " + allowed);
    }

    void missing(String path, String allowed) {
        found.add(path + " is missing, give " + allowed);
    }

    void unknown(String path, Set<String> known) {
        found.add(path + " is unknown, leave it out; known are " + String.join(", ", known));
    }

    List<String> found() {
        return List.copyOf(found);
    }

    private static String shown(@Nullable Object value) {
        String text = JsonObject.textOf(value);
        return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
    }
}
