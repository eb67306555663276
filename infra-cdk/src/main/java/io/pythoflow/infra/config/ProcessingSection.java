package io.pythoflow.infra.config;

import io.pythoflow.contract.property.ControlProperties;
import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.Property;
import io.pythoflow.contract.property.PropertyType;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.infra.config.InfraConfig.Processing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The Flink application: its variables, and what must hold among them. */
final class ProcessingSection {

    /**
     * What an application has unless the account's quota was raised
     * (docs.aws.amazon.com/managed-flink, "Quota").
     */
    private static final int MOST_UNITS = 64;

    /** Of the service (docs.aws.amazon.com/managed-flink, "Implement application scaling"). */
    private static final int MOST_PARALLELISM = 256;

    private static final int MOST_PARALLELISM_PER_UNIT = 8;

    /** What CloudWatch takes (API_PutRetentionPolicy). */
    private static final Set<Integer> RETENTION_DAYS =
            Set.of(
                    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,
                    2557, 2922, 3288, 3653);

    private static final PropertyType<Duration> INTERVAL =
            PropertyType.duration(Duration.ofSeconds(1), Duration.ofMinutes(1));

    static final Variable<Integer> PARALLELISM =
            Variable.of(
                    "parallelism",
                    VariableType.integer(1, MOST_PARALLELISM),
                    "1",
                    "Parallelism of the job; with autoscaling, that at its start and the least.");

    static final Variable<Integer> PARALLELISM_PER_KPU =
            Variable.of(
                    "parallelism_per_kpu",
                    VariableType.integer(1, MOST_PARALLELISM_PER_UNIT),
                    "1",
                    "Subtasks of each operator that share a processing unit. parallelism divided by it"
                            + " is what the service is paid for, and one unit more; at most "
                            + MOST_UNITS
                            + ".");

    static final Variable<Boolean> AUTOSCALING =
            Variable.of(
                    "autoscaling",
                    VariableType.flag(),
                    "false",
                    "Whether the service changes the parallelism with the load. Each change restarts the"
                            + " job from a snapshot.");

    static final Variable<Duration> CHECKPOINT_INTERVAL =
            Variable.of(
                    "checkpoint_interval",
                    VariableType.text(INTERVAL.allowed(), INTERVAL.parser()::parse)
                            .named("duration"),
                    "\"5 s\"",
                    "Readings are acknowledged, and openings sent, with each checkpoint. Shorter than"
                            + " mqtt.resend.after and control.command.validity.");

    static final Variable<Boolean> START_ON_DEPLOY =
            Variable.of(
                    "start_on_deploy",
                    VariableType.flag(),
                    "true",
                    "Whether a deploy starts the job and waits until it runs.");

    static final Variable<Boolean> ALLOW_NON_RESTORED_STATE =
            Variable.of(
                    "allow_non_restored_state",
                    VariableType.flag(),
                    "false",
                    "Whether an update may leave behind state that the new job has no place for.");

    static final Variable<Duration> WINDOW_LENGTH =
            of("window_length", JobProperties.WINDOW_LENGTH);

    static final Variable<Duration> LATENESS = of("lateness", JobProperties.WINDOW_LATENESS);

    static final Variable<Integer> SLOTS = of("slots", JobProperties.MQTT_SLOTS);

    static final Variable<ControlMode> CONTROL_MODE =
            of("control_mode", ControlProperties.CONTROL_MODE);

    static final Variable<String> INITIAL_RULES =
            Variable.optional(
                    "initial_rules",
                    VariableType.text(
                            "the path of a rules document", path -> Path.of(path).toString()),
                    "none: nothing is watered until rules are published",
                    "\"../../docs/examples/rules/two-zones-one-pump.json\"",
                    "Rules to begin with, from this file's folder on. A document that is retained on"
                            + " irrigation/system/updates takes their place.");

    static final Variable<Map<String, String>> JOB_PROPERTIES =
            Variable.of(
                            "job_properties",
                            VariableType.map("settings of the job", JobSettings.VALUE),
                            "{}",
                            "Further settings of the job by their keys, as docs/configuration.md lists them; not"
                                    + " those that follow from the deployment or have a variable here.")
                    .withExample("{ \"mqtt.session.expiry\" = \"2 h\" }");

    static final Variable<Integer> LOG_RETENTION_DAYS =
            Variable.of(
                    "log_retention_days",
                    VariableType.integer(RETENTION_DAYS),
                    "30",
                    "How long the job's log is kept, days.");

    static final Section SECTION =
            new Section(
                    "Processing",
                    List.of(
                            PARALLELISM,
                            PARALLELISM_PER_KPU,
                            AUTOSCALING,
                            CHECKPOINT_INTERVAL,
                            START_ON_DEPLOY,
                            ALLOW_NON_RESTORED_STATE,
                            WINDOW_LENGTH,
                            LATENESS,
                            SLOTS,
                            CONTROL_MODE,
                            INITIAL_RULES,
                            JOB_PROPERTIES,
                            LOG_RETENTION_DAYS));

    private ProcessingSection() {}

    /**
     * @param folder that paths are relative to
     */
    static Processing read(Variables variables, Path folder) {
        int parallelism = variables.value(PARALLELISM);
        int perUnit = variables.value(PARALLELISM_PER_KPU);
        if (variables.areSound(PARALLELISM, PARALLELISM_PER_KPU)
                && units(parallelism, perUnit) > MOST_UNITS) {
            variables.refuse(
                    PARALLELISM,
                    "must be at most %d with parallelism_per_kpu = %d: an application has at most %d processing units"
                            .formatted(MOST_UNITS * perUnit, perUnit, MOST_UNITS));
        }
        Duration interval = variables.value(CHECKPOINT_INTERVAL);
        JobSettings settings = JobSettings.check(variables, JOB_PROPERTIES);
        checkBelow(variables, interval, JobProperties.MQTT_RESEND_AFTER, settings);
        checkBelow(variables, interval, ControlProperties.CONTROL_COMMAND_VALIDITY, settings);
        return new Processing(
                parallelism,
                perUnit,
                variables.value(AUTOSCALING),
                interval,
                variables.value(START_ON_DEPLOY),
                variables.value(ALLOW_NON_RESTORED_STATE),
                variables.value(WINDOW_LENGTH),
                variables.value(LATENESS),
                variables.value(SLOTS),
                variables.value(CONTROL_MODE),
                InitialRules.check(variables, INITIAL_RULES, folder),
                variables.value(JOB_PROPERTIES),
                variables.value(LOG_RETENTION_DAYS));
    }

    /** Processing units of the job, without the one that the service adds for itself. */
    static int units(int parallelism, int perUnit) {
        return (parallelism + perUnit - 1) / perUnit;
    }

    private static void checkBelow(
            Variables variables,
            Duration interval,
            Property<Duration> property,
            JobSettings settings) {
        Optional<Duration> limit = settings.value(property);
        if (limit.isPresent()
                && variables.areSound(CHECKPOINT_INTERVAL)
                && interval.compareTo(limit.get()) >= 0) {
            variables.refuse(
                    CHECKPOINT_INTERVAL,
                    "must be below %s = %s"
                            .formatted(property.key(), PropertyType.print(limit.get())));
        }
    }

    private static <T> Variable<T> of(String name, Property<T> property) {
        String text = property.defaultText();
        String literal = property.type().name().equals("integer") ? text : '"' + text + '"';
        return Variable.of(name, VariableType.of(property), literal, property.meaning());
    }
}
