package io.pythoflow.job.config;

import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The text of every setting that was given, and the problems met while reading them. Not
 * thread-safe; lives as long as {@link JobConfig#from}.
 */
final class Settings {

    private final Map<String, String> texts = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    Settings(Map<String, Properties> groups, Map<String, String> environment) {
        for (Property<?> property : JobProperties.ORIGINAL_ENVIRONMENT) {
            String text = environment.get(property.key());
            if (text != null && !text.isBlank()) {
                texts.put(property.key(), text);
            }
        }
        new TreeMap<>(groups).forEach(this::addGroup);
    }

    private void addGroup(String group, Properties properties) {
        Map<String, String> sorted = new TreeMap<>();
        properties.forEach((key, value) -> sorted.put(String.valueOf(key), String.valueOf(value)));
        sorted.forEach(
                (key, text) -> {
                    Optional<Property<?>> known =
                            JobProperties.ALL.stream().filter(p -> p.key().equals(key)).findFirst();
                    if (known.isEmpty()) {
                        problem(
                                "%s in group '%s' is not a setting; docs/configuration.md lists them"
                                        .formatted(key, group));
                    } else if (!known.get().group().equals(group)) {
                        problem(
                                "%s belongs to group '%s', not '%s'"
                                        .formatted(key, known.get().group(), group));
                    } else if (text.isBlank()) {
                        problem(
                                "%s = '': must be %s; leave the key out for the default"
                                        .formatted(key, known.get().type().allowed()));
                    } else {
                        texts.put(key, text);
                    }
                });
    }

    boolean isSet(Property<?> property) {
        return texts.containsKey(property.key());
    }

    /** The setting's value; its default, or empty, where it is not set or cannot be read. */
    <T> Optional<T> find(Property<T> property) {
        String text = texts.get(property.key());
        if (text != null) {
            try {
                return Optional.of(property.parse(text));
            } catch (IllegalArgumentException e) {
                problems.add(e.getMessage());
            }
        }
        return property.defaultValue();
    }

    /** The value of a setting that has a default. */
    <T> T value(Property<T> property) {
        return find(property).orElseThrow();
    }

    void problem(String text) {
        problems.add(text);
    }

    void failOnProblems() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }
}
