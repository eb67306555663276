package io.pythoflow.job.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.testing.MotoServer;
import io.pythoflow.job.mqtt.transport.TlsMaterial;
import io.pythoflow.job.testing.SystemProperties;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Against an emulation of AWS that is not ours: names, ARNs, versions and refusals as it has them.
 */
class EmulatedSecretsManagerTest {

    private static final String NAME = "irrigation-compute-credentials";
    private static final String THING = "irrigation-compute";
    private static final String CERTIFICATE =
            "-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----";

    @TempDir private static Path folder;

    private static MotoServer moto;
    private static SystemProperties properties;
    private static SecretsManagerClient manager;

    @BeforeAll
    static void startMoto() {
        moto = MotoServer.start(folder);
        properties =
                SystemProperties.set(
                        Map.of(
                                "aws.endpointUrlSecretsManager",
                                moto.endpoint().toString(),
                                "aws.accessKeyId",
                                "test",
                                "aws.secretAccessKey",
                                "test",
                                "aws.region",
                                MotoServer.REGION,
                                "aws.disableEc2Metadata",
                                "true"));
        manager =
                SecretsManagerClient.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build();
    }

    @AfterAll
    static void stopMoto() {
        manager.close();
        properties.close();
        moto.close();
    }

    @Test
    void theNewestVersionIsTakenByNameAndByArn() {
        String arn = manager.createSecret(s -> s.name(NAME).secretString(secret("old"))).arn();
        manager.putSecretValue(s -> s.secretId(NAME).secretString(secret("new")));

        TlsMaterial expected = new TlsMaterial(CERTIFICATE, key("new"), null);
        assertThat(new SecretCredentials(NAME, THING).load()).isEqualTo(expected);
        assertThat(new SecretCredentials(arn, THING).load()).isEqualTo(expected);
    }

    @Test
    void aSecretThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> new SecretCredentials("nobody", THING).load())
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("Cannot fetch the secret 'nobody'")
                .hasMessageContaining("check name, account and region in mqtt.secret");
    }

    private static String secret(String key) {
        return """
        {"certificate_pem": "%s", "private_key": "%s", "thing_name": "%s"}"""
                .formatted(escaped(CERTIFICATE), escaped(key(key)), THING);
    }

    private static String key(String text) {
        return "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----";
    }

    private static String escaped(String pem) {
        return pem.replace("\n", "\\n");
    }
}
