package io.pythoflow.infra.processing;

import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.Property;
import io.pythoflow.infra.config.InfraConfigReader;
import io.pythoflow.infra.config.InvalidConfigException;
import java.nio.file.Path;
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

    /** Whatever a file may set of the job, each with a value that the job takes. */
    static Map<String, String> furtherSettings() {
        return JobProperties.ALL.stream()
                .filter(property -> property.defaultText() != null)
                .filter(property -> maySet(property.key(), property.defaultText()))
                .collect(Collectors.toMap(Property::key, Environments::value));
    }

    /** Whether a file may set it in job_properties. */
    static boolean maySet(String key, String value) {
        try {
            InfraConfigReader.read(
                    "test.tfvars",
                    "job_properties = { \"%s\" = \"%s\" }".formatted(key, value),
                    Path.of("."));
            return true;
        } catch (InvalidConfigException e) {
            return false;
        }
    }

    private static String value(Property<?> property) {
        return property.localText() != null ? property.localText() : property.defaultText();
    }
}
