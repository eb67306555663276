package io.pythoflow.infra.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(config.mqtt().endAfterIdle()).contains(Duration.ofHours(1));
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
    void furtherSettingsGoOverTheVariables() {
        assertThat(read(Synth.of("job_properties = { \"mqtt.slots\" = 7 }")).mqtt().slots())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "mqtt.slotz, 4, mqtt.slotz: is no setting of the job; docs/configuration.md lists them",
        "mqtt.slots, many, mqtt.slots = 'many': must be a whole number from 1 to 1000",
        "mqtt.thing, other, 'mqtt.thing: must not be set, since the deployment decides it'",
        "INTERVAL_MINUTES, 15, 'INTERVAL_MINUTES: must not be set, since the deployment decides it'"
    })
    void whatTheJobWouldRefuseIsRefusedBeforeItIsDeployed(
            String key, String value, String problem) {
        assertThat(ApplicationProperties.problems(Map.of(key, value))).containsExactly(problem);
        String variables = "job_properties = { \"%s\" = \"%s\" }".formatted(key, value);
        assertThatThrownBy(() -> Synth.of(variables)).hasMessageContaining(problem);
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
