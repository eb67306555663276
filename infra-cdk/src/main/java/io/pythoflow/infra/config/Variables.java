package io.pythoflow.infra.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The variables of a file, taken one by one; collects every problem with them. */
final class Variables {

    private final Map<String, @Nullable Object> values;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> known = new HashSet<>();

    Variables(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /** A text as something else; the fallback where it is absent or cannot be read. */
    <T> T text(String key, T fallback, String allowed, Function<String, T> reader) {
        return optionalText(key, allowed, reader).orElse(fallback);
    }

    <T> Optional<T> optionalText(String key, String allowed, Function<String, T> reader) {
        Object value = take(key);
        if (value == null) {
            return Optional.empty();
        }
        return read(key, value, allowed, reader);
    }

    int integer(String key, int fallback, int lowest, int highest) {
        Object value = take(key);
        if (value == null) {
            return fallback;
        }
        if (value instanceof Long number && number >= lowest && number <= highest) {
            return number.intValue();
        }
        reject(key, value, "a whole number from " + lowest + " to " + highest);
        return fallback;
    }

    boolean flag(String key, boolean fallback) {
        Object value = take(key);
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value != null) {
            reject(key, value, "true or false");
        }
        return fallback;
    }

    <T> List<T> list(String key, List<T> fallback, String allowed, Function<String, T> reader) {
        Object value = take(key);
        if (value == null) {
            return fallback;
        }
        if (!(value instanceof List<?> elements)) {
            reject(key, value, "a list, each " + allowed);
            return fallback;
        }
        List<T> read = new ArrayList<>();
        for (Object element : elements) {
            read(key, element == null ? "null" : element, allowed, reader).ifPresent(read::add);
        }
        return read;
    }

    Map<String, @Nullable Object> map(String key) {
        Object value = take(key);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> entries)) {
            reject(key, value, "a map in braces");
            return Map.of();
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        entries.forEach((name, element) -> map.put((String) name, element));
        return map;
    }

    void reject(String key, @Nullable Object value, String allowed) {
        problems.add(key + " = " + value + ": must be " + allowed);
    }

    void problem(String text) {
        problems.add(text);
    }

    /**
     * Ends the reading.
     *
     * @throws InvalidConfigException if there was any problem, or a variable that nobody took
     */
    void finish(String source) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                problems.add(key + ": no such variable");
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(source, problems);
        }
    }

    private @Nullable Object take(String key) {
        known.add(key);
        return values.get(key);
    }

    private <T> Optional<T> read(
            String key, Object value, String allowed, Function<String, T> reader) {
        try {
            if (value instanceof String text) {
                return Optional.of(reader.apply(text));
            }
        } catch (IllegalArgumentException e) {
            reject(key, value, allowed + " (" + e.getMessage() + ")");
            return Optional.empty();
        }
        reject(key, value, allowed);
        return Optional.empty();
    }
}
