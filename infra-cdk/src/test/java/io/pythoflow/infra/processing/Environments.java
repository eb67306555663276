package io.pythoflow.infra.processing;

import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.Property;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Texts of environments. */
final class Environments {

    /** A rules document of the project. */
    static final Path RULES =
            Path.of(System.getProperty("pythoflow.root"), "config", "rules-local.json");

    /** Every variable of the processing, none at its default, with every setting of the job. */
    static final String EVERYTHING =
            """
            environment              = "field"
            glue_database            = "farm"
            parallelism              = 4
            parallelism_per_kpu      = 2
            autoscaling              = true
            checkpoint_interval      = "10 s"
            start_on_deploy          = false
            allow_non_restored_state = true
            window_length            = "15 min"
            lateness                 = "2 d"
            slots                    = 16
            control_mode             = "act"
            initial_rules            = "%s"
            log_retention_days       = 90
            job_properties           = {
            %s
            }
            """
                    .formatted(
                            RULES,
                            furtherSettings().entrySet().stream()
                                    .map(
                                            e ->
                                                    "  \"%s\" = \"%s\""
                                                            .formatted(e.getKey(), e.getValue()))
                                    .collect(Collectors.joining("\n")));

    /** Of a role that was made elsewhere, as in accounts where nobody may make one. */
    static final String EXISTING_ROLES =
            """
            existing_role_arns = { default = "arn:aws:iam::123456789012:role/LabRole" }
            asset_bucket       = "assets-of-the-lab"
            """;

    private Environments() {}

    /** Values of all settings that are not decided elsewhere. */
    static Map<String, String> furtherSettings() {
        List<String> elsewhere =
                List.of(
                        JobProperties.MQTT_SLOTS.key(),
                        JobProperties.WINDOW_LENGTH.key(),
                        JobProperties.WINDOW_LATENESS.key(),
                        "control.mode");
        return JobProperties.ALL.stream()
                .filter(property -> !ApplicationProperties.isDecided(property))
                .filter(property -> !elsewhere.contains(property.key()))
                .collect(Collectors.toMap(Property::key, Environments::value));
    }

    private static String value(Property<?> property) {
        if (property.equals(JobProperties.MQTT_END_AFTER_IDLE)) {
            return "1 h";
        }
        return property.localText() != null ? property.localText() : property.defaultText();
    }
}
