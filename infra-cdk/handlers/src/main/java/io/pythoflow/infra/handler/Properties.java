package io.pythoflow.infra.handler;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a custom resource. CloudFormation turns every number and boolean of a template
 * into a string, so each is parsed here explicitly: {@code "false"} is not true.
 */
record Properties(Map<String, ? extends @Nullable Object> values) {

    static final Properties NONE = new Properties(Map.of());

    /**
     * @throws WorkFailure if it is missing, empty or no string
     */
    String text(String name) {
        if (values.get(name) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new WorkFailure("Property " + name + " must be a string that is not empty");
    }

    /** The string, or null if it is missing or something else. */
    @Nullable String find(String name) {
        return values.get(name) instanceof String text ? text : null;
    }

    /**
     * @throws WorkFailure if it is neither {@code true} nor {@code false}
     */
    boolean flag(String name) {
        String text = text(name);
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new WorkFailure("Property " + name + " must be true or false: " + text);
        };
    }

    /**
     * @throws WorkFailure if it is no list of strings, or an empty one
     */
    List<String> texts(String name) {
        if (values.get(name) instanceof List<?> list
                && !list.isEmpty()
                && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw new WorkFailure("Property " + name + " must be a list of strings");
    }

    /**
     * In the order of the names; empty if it is missing.
     *
     * @throws WorkFailure if it is no map of strings
     */
    Map<String, String> map(String name) {
        Object value = values.get(name);
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map
                && map.values().stream().allMatch(String.class::isInstance)) {
            Map<String, String> texts = new TreeMap<>();
            map.forEach((key, text) -> texts.put((String) key, (String) text));
            return texts;
        }
        throw new WorkFailure("Property " + name + " must be a map of strings");
    }

    /** Whether one of these differs from the other's. */
    boolean differIn(Properties other, String... names) {
        for (String name : names) {
            if (!text(name).equals(other.values.get(name))) {
                return true;
            }
        }
        return false;
    }
}
