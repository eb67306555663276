package io.pythoflow.infra.processing;

import io.pythoflow.contract.property.ControlProperties;
import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.LakeProperties;
import io.pythoflow.contract.property.LakeProperties.CatalogKind;
import io.pythoflow.contract.property.LakeProperties.Creation;
import io.pythoflow.contract.property.Property;
import io.pythoflow.contract.property.PropertyType;
import io.pythoflow.infra.Names;
import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.InfraConfig.Processing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The property groups of the application: what the job on AWS is told. The names are the
 * contract's.
 */
public final class ApplicationProperties {

    /**
     * Where the job finds what the other stacks make. Texts or tokens.
     *
     * @param bucket name of the bucket of the tables
     * @param secretArn of the job's certificate and key
     * @param brokerAddress host name of the IoT data endpoint
     * @param initialRules URI of the rules to begin with; empty for none
     */
    public record Places(
            String bucket, String secretArn, String brokerAddress, Optional<String> initialRules) {}

    /**
     * What the stacks decide, each for its reason: a policy, a permission or a table says the same.
     * INTERVAL_MINUTES is another name of window.length, which has a variable of its own.
     */
    private static final List<Property<?>> DECIDED =
            List.of(
                    JobProperties.MQTT_BROKER,
                    JobProperties.MQTT_CREDENTIALS,
                    JobProperties.MQTT_SECRET,
                    JobProperties.MQTT_SNI_HOST,
                    JobProperties.MQTT_THING,
                    JobProperties.MQTT_CLIENT_PREFIX,
                    JobProperties.MQTT_SHARED_GROUP,
                    JobProperties.INTERVAL_MINUTES,
                    ControlProperties.RULES_INITIAL,
                    LakeProperties.LAKE_PATH,
                    LakeProperties.SOURCE_BUCKET,
                    LakeProperties.SOURCE_PREFIX,
                    LakeProperties.DEST_BUCKET,
                    LakeProperties.DEST_PREFIX,
                    LakeProperties.GLUE_DATABASE,
                    LakeProperties.CATALOG,
                    LakeProperties.CATALOG_CREATE,
                    LakeProperties.CATALOG_ENDPOINT,
                    LakeProperties.CATALOG_NAME);

    private final Map<String, Map<String, String>> groups = new TreeMap<>();

    private ApplicationProperties() {}

    /**
     * Group → key → value, in a fixed order.
     *
     * @throws IllegalArgumentException with every problem of {@code job_properties}
     */
    public static Map<String, Map<String, String>> of(InfraConfig config, Places places) {
        Processing processing = config.processing();
        List<String> problems = problems(processing.jobProperties());
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "job_properties cannot be used:\n  " + String.join("\n  ", problems));
        }
        ApplicationProperties properties = new ApplicationProperties();
        properties.set(JobProperties.MQTT_BROKER, "mqtts://" + places.brokerAddress() + ":8883");
        properties.set(JobProperties.MQTT_SECRET, places.secretArn());
        properties.set(JobProperties.MQTT_THING, Names.COMPUTE_THING);
        properties.set(JobProperties.MQTT_CLIENT_PREFIX, Names.clientPrefix(config));
        properties.set(JobProperties.MQTT_SHARED_GROUP, Names.sharedGroup(config));
        properties.set(JobProperties.MQTT_SLOTS, Integer.toString(processing.slots()));
        properties.set(JobProperties.WINDOW_LENGTH, PropertyType.print(processing.windowLength()));
        properties.set(JobProperties.WINDOW_LATENESS, PropertyType.print(processing.lateness()));
        properties.set(ControlProperties.CONTROL_MODE, text(processing.controlMode()));
        places.initialRules()
                .ifPresent(uri -> properties.set(ControlProperties.RULES_INITIAL, uri));
        properties.set(LakeProperties.SOURCE_BUCKET, places.bucket());
        properties.set(LakeProperties.DEST_BUCKET, places.bucket());
        properties.set(LakeProperties.GLUE_DATABASE, config.lake().glueDatabase());
        properties.set(LakeProperties.CATALOG, text(CatalogKind.GLUE));
        properties.set(LakeProperties.CATALOG_CREATE, text(Creation.FALSE));
        processing
                .jobProperties()
                .forEach((key, value) -> properties.set(find(key).orElseThrow(), value));
        return properties.groups;
    }

    /** What is wrong with further settings of the job, by their keys; empty if nothing is. */
    public static List<String> problems(Map<String, String> jobProperties) {
        List<String> problems = new ArrayList<>();
        new TreeMap<>(jobProperties)
                .forEach((key, value) -> problem(key, value).ifPresent(problems::add));
        return problems;
    }

    private static Optional<String> problem(String key, String value) {
        Optional<Property<?>> property = find(key);
        if (property.isEmpty()) {
            return Optional.of(
                    key + ": is no setting of the job; docs/configuration.md lists them");
        }
        if (isDecided(property.get())) {
            return Optional.of(key + ": must not be set, since the deployment decides it");
        }
        try {
            property.get().parse(value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    static boolean isDecided(Property<?> property) {
        return DECIDED.contains(property);
    }

    private static Optional<Property<?>> find(String key) {
        return JobProperties.ALL.stream().filter(p -> p.key().equals(key)).findFirst();
    }

    private void set(Property<?> property, String value) {
        groups.computeIfAbsent(property.group(), group -> new TreeMap<>())
                .put(property.key(), value);
    }

    private static String text(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
