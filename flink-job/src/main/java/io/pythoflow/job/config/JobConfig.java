package io.pythoflow.job.config;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** Everything the job is told, read once at start. */
public record JobConfig(
        MqttConfig mqtt,
        IngestConfig ingest,
        WindowConfig window,
        ControlConfig control,
        LakeConfig lake) {

    /**
     * What the broker may still redeliver after a session's expiry: its grace and its retries, see
     * AWS IoT Core.
     */
    private static final Duration REDELIVERY_GRACE = Duration.ofMinutes(90);

    /**
     * Reads the configuration.
     *
     * @param groups property groups by id, as the service hands them over
     * @param environment of the process; only the original Lambda's six names are taken from it,
     *     and a property goes before the variable of its name
     * @throws ConfigurationException with every problem: unknown keys, values that cannot be read,
     *     settings that contradict each other
     */
    public static JobConfig from(Map<String, Properties> groups, Map<String, String> environment) {
        Settings settings = new Settings(groups, environment);
        JobConfig config =
                new JobConfig(
                        MqttConfig.from(settings),
                        IngestConfig.from(settings),
                        WindowConfig.from(settings),
                        ControlConfig.from(settings),
                        LakeConfig.from(settings));
        settings.failOnProblems();
        return config;
    }

    /**
     * How long an identity is remembered: as long as the same reading may come again, or still
     * count.
     */
    public Duration duplicateMemory() {
        return duplicateMemory(mqtt.sessionExpiry(), window.lateness());
    }

    static Duration duplicateMemory(Duration sessionExpiry, Duration lateness) {
        Duration redelivery = sessionExpiry.plus(REDELIVERY_GRACE);
        return redelivery.compareTo(lateness) > 0 ? redelivery : lateness;
    }
}
