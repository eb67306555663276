package io.pythoflow.infra.processing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.infra.testing.DeployedApp;
import io.pythoflow.infra.testing.Synth;
import io.pythoflow.job.config.CatalogConfig;
import io.pythoflow.job.config.JobConfig;
import io.pythoflow.job.config.MqttConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ApplicationPropertiesTest {

    @Test
    void theJobAcceptsWhatIsSynthesised() {
        JobConfig config = read(Synth.of(Synth.DEFAULTS));

        assertThat(config.mqtt().host()).isEqualTo(DeployedApp.IOT_ADDRESS);
        assertThat(config.mqtt().port()).isEqualTo(8883);
        assertThat(config.mqtt().transport()).isEqualTo(MqttConfig.Transport.TLS);
        assertThat(config.mqtt().secret()).isPresent();
        assertThat(config.mqtt().thing()).isEqualTo("irrigation-compute");
        assertThat(config.mqtt().clientPrefix()).isEqualTo("irrigation-compute-dev");
        assertThat(config.mqtt().sharedGroup()).isEqualTo("pythoflow-dev");
        assertThat(config.mqtt().slots()).isEqualTo(4);
        assertThat(config.window().length()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.window().lateness()).isEqualTo(Duration.ofHours(24));
        assertThat(config.control().mode()).isEqualTo(ControlMode.ADVISE);
        assertThat(config.control().initialRules()).isEmpty();
        assertThat(config.lake().database()).isEqualTo("iot_data_catalog");
        assertThat(config.lake().catalog())
                .map(CatalogConfig::creation)
                .map(Enum::name)
                .contains("FALSE");
    }

    @Test
    void theJobAcceptsAFileThatSetsEverything() {
        JobConfig config = read(Synth.of(Environments.EVERYTHING));

        assertThat(config.mqtt().clientPrefix()).isEqualTo("irrigation-compute-field");
        assertThat(config.mqtt().sharedGroup()).isEqualTo("pythoflow-field");
        assertThat(config.mqtt().slots()).isEqualTo(16);
        assertThat(config.mqtt().keepAlive()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.window().revisionInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.window().length()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.window().lateness()).isEqualTo(Duration.ofDays(2));
        assertThat(config.control().mode()).isEqualTo(ControlMode.ACT);
        assertThat(config.lake().database()).isEqualTo("farm");
    }

    @Test
    void rulesToBeginWithAreUploadedAndNamed() {
        assertThat(read(Synth.of(Environments.EVERYTHING)).control().initialRules())
                .hasValueSatisfying(
                        uri ->
                                assertThat(uri)
                                        .matches(
                                                "s3://cdk-hnb659fds-assets-123456789012-us-east-1/[0-9a-f]{64}\\.json"));
    }

    @Test
    void whatTheDeploymentSetsNoFileCanContradict() {
        Map<String, Properties> deployed = groups(Synth.of(Synth.DEFAULTS));

        assertThat(deployed).isNotEmpty();
        for (Properties group : deployed.values()) {
            assertThat(group.stringPropertyNames())
                    .noneMatch(key -> Environments.maySet(key, group.getProperty(key)));
        }
    }

    private static JobConfig read(Synth synth) {
        return JobConfig.from(groups(synth), Map.of());
    }

    private static Map<String, Properties> groups(Synth synth) {
        Map<String, Properties> groups = new HashMap<>();
        JsonNode application =
                new DeployedApp(synth).only("Processing", "AWS::KinesisAnalyticsV2::Application");
        application
                .path("Properties")
                .path("ApplicationConfiguration")
                .path("EnvironmentProperties")
                .path("PropertyGroups")
                .forEach(
                        group -> {
                            Properties properties = new Properties();
                            group.path("PropertyMap")
                                    .properties()
                                    .forEach(
                                            entry ->
                                                    properties.setProperty(
                                                            entry.getKey(),
                                                            entry.getValue().asText()));
                            groups.put(group.path("PropertyGroupId").asText(), properties);
                        });
        return groups;
    }
}
