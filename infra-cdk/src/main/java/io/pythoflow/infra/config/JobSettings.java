package io.pythoflow.infra.config;

import io.pythoflow.contract.property.ControlProperties;
import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.LakeProperties;
import io.pythoflow.contract.property.Property;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds {@code job_properties} against the settings that the job has. */
final class JobSettings {

    private static final String FOLLOWS = "follows from the deployment";

    /** What the deployment sets itself, and by what it is set instead. */
    private static final Map<String, String> SET_ELSEWHERE = setElsewhere();

    static final VariableType<String> VALUE =
            new VariableType<>(
                    "text",
                    "their values, texts or numbers",
                    (literal, refusals) -> {
                        if (literal instanceof String
                                || literal instanceof Long
                                || literal instanceof Boolean) {
                            return Optional.of(literal.toString());
                        }
                        refusals.refuse(literal, "a text or a number");
                        return Optional.empty();
                    });

    private final Map<String, String> sound = new HashMap<>();

    private JobSettings() {}

    static JobSettings check(Variables variables, Variable<Map<String, String>> variable) {
        JobSettings settings = new JobSettings();
        variables
                .value(variable)
                .forEach(
                        (key, text) ->
                                settings.problemWith(key, text)
                                        .ifPresentOrElse(
                                                problem ->
                                                        variables.problem(
                                                                variable,
                                                                variable.name() + ": " + problem),
                                                () -> settings.sound.put(key, text)));
        return settings;
    }

    /** What holds of a setting; empty where it has no default and is not, or wrongly, set. */
    <T> Optional<T> value(Property<T> property) {
        String text = sound.get(property.key());
        return text == null ? property.defaultValue() : Optional.of(property.parse(text));
    }

    private Optional<String> problemWith(String key, String text) {
        Optional<Property<?>> property =
                JobProperties.ALL.stream().filter(one -> one.key().equals(key)).findFirst();
        if (property.isEmpty()) {
            List<String> known = JobProperties.ALL.stream().<String>map(Property::key).toList();
            return Optional.of(
                    key
                            + " is no setting of the job"
                            + Nearest.of(key, known)
                                    .map(near -> "; is " + near + " meant?")
                                    .orElse("; docs/configuration.md lists them"));
        }
        String elsewhere = SET_ELSEWHERE.get(key);
        if (elsewhere != null) {
            return Optional.of(
                    elsewhere.equals(FOLLOWS)
                            ? key + " must be left out: it follows from the deployment"
                            : key
                                    + " must be left out: set the variable "
                                    + elsewhere
                                    + " instead");
        }
        if (text.isBlank()) {
            return Optional.of(
                    key
                            + " = \"\" must be "
                            + property.get().type().allowed()
                            + "; leave it out for the default");
        }
        try {
            property.get().parse(text);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Map<String, String> setElsewhere() {
        Map<String, String> elsewhere = new LinkedHashMap<>();
        elsewhere.put(JobProperties.MQTT_SLOTS.key(), "slots");
        elsewhere.put(JobProperties.WINDOW_LENGTH.key(), "window_length");
        elsewhere.put(JobProperties.INTERVAL_MINUTES.key(), "window_length");
        elsewhere.put(JobProperties.WINDOW_LATENESS.key(), "lateness");
        elsewhere.put(ControlProperties.CONTROL_MODE.key(), "control_mode");
        elsewhere.put(ControlProperties.RULES_INITIAL.key(), "initial_rules");
        elsewhere.put(LakeProperties.GLUE_DATABASE.key(), "glue_database");
        for (Property<?> property :
                List.of(
                        JobProperties.MQTT_BROKER,
                        JobProperties.MQTT_CREDENTIALS,
                        JobProperties.MQTT_SECRET,
                        JobProperties.MQTT_SNI_HOST,
                        JobProperties.MQTT_THING,
                        JobProperties.MQTT_CLIENT_PREFIX,
                        JobProperties.MQTT_SHARED_GROUP,
                        // A deployed job runs until it is stopped.
                        JobProperties.MQTT_END_AFTER_IDLE,
                        LakeProperties.LAKE_PATH,
                        LakeProperties.SOURCE_BUCKET,
                        LakeProperties.SOURCE_PREFIX,
                        LakeProperties.DEST_BUCKET,
                        LakeProperties.DEST_PREFIX,
                        LakeProperties.CATALOG,
                        LakeProperties.CATALOG_CREATE,
                        LakeProperties.CATALOG_ENDPOINT,
                        LakeProperties.CATALOG_NAME)) {
            elsewhere.put(property.key(), FOLLOWS);
        }
        return Map.copyOf(elsewhere);
    }
}
