package io.pythoflow.contract.property;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One setting.
 *
 * @param <T> its value
 * @param group the property group of the service that holds it
 * @param key unique over all groups
 * @param type how its text is read
 * @param defaultText what holds on AWS where nothing is set; null where the setting is then absent
 * @param localText what {@code config/local.json} sets for local runs; null where it sets nothing
 * @param meaning one or two sentences for the person who sets it
 */
public record Property<T>(
        String group,
        String key,
        PropertyType<T> type,
        @Nullable String defaultText,
        @Nullable String localText,
        String meaning) {

    public Property {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(meaning, "meaning");
    }

    /** The value that holds where nothing is set. */
    public Optional<T> defaultValue() {
        return Optional.ofNullable(defaultText).map(this::parse);
    }

    /**
     * The value of a text.
     *
     * @throws IllegalArgumentException naming the key, the text and what is allowed
     */
    public T parse(String text) {
        try {
            return type.parser().parse(text.trim());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    key + " = '" + text + "': must be " + type.allowed(), e);
        }
    }
}
