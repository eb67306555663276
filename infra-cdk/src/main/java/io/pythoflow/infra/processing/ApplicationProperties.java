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

    private final Map<String, Map<String, String>> groups = new TreeMap<>();

    private ApplicationProperties() {}

    /** Group → key → value, in a fixed order. */
    public static Map<String, Map<String, String>> of(InfraConfig config, Places places) {
        Processing processing = config.processing();
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
        processing.jobProperties().forEach((key, value) -> properties.set(find(key), value));
        return properties.groups;
    }

    private static Property<?> find(String key) {
        return JobProperties.ALL.stream()
                .filter(property -> property.key().equals(key))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("Not a setting of the job: " + key));
    }

    private void set(Property<?> property, String value) {
        groups.computeIfAbsent(property.group(), group -> new TreeMap<>())
                .put(property.key(), value);
    }

    private static String text(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }
}
