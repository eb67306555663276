package io.pythoflow.infra.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.LakeProperties;
import io.pythoflow.contract.property.Property;
import io.pythoflow.contract.testing.MotoServer;
import io.pythoflow.infra.testing.Synth;
import io.pythoflow.job.config.JobConfig;
import io.pythoflow.job.mqtt.transport.TlsCredentials;
import io.pythoflow.job.mqtt.transport.TlsMaterial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the template's outputs, run by a shell with the AWS CLI. */
class CredentialsCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Synth SYNTH = Synth.of(Synth.DEFAULTS);

    @TempDir private static Path work;
    private static MotoServer moto;
    private static String privateKey;

    private @TempDir Path folder;

    @BeforeAll
    static void keepSecrets() throws Exception {
        moto = MotoServer.start(work);
        JsonNode made = JSON.readTree(aws("iot create-keys-and-certificate --set-as-active"));
        privateKey = made.path("keyPair").path("PrivateKey").asText();
        for (String thing :
                List.of("irrigation-gateway-000", "irrigation-gateway-001", "irrigation-compute")) {
            Path secret = work.resolve(thing + ".json");
            JSON.writeValue(
                    secret.toFile(),
                    Map.of(
                            "certificate_pem", made.path("certificatePem").asText(),
                            "private_key", privateKey,
                            "public_key", made.path("keyPair").path("PublicKey").asText(),
                            "thing_name", thing,
                            "certificate_arn", made.path("certificateArn").asText()));
            aws(
                    "secretsmanager create-secret --name dev/iot/%s --secret-string file://%s"
                            .formatted(thing, secret));
        }
    }

    @AfterAll
    static void stop() {
        moto.close();
    }

    @Test
    void saveAFolderForEachGatewayThatNobodyElseMayRead() throws Exception {
        assertThat(run(command("Gateway")).exitCode()).isZero();
        for (String thing : List.of("irrigation-gateway-000", "irrigation-gateway-001")) {
            Path saved = folder.resolve(thing);
            assertThat(names(saved))
                    .containsExactly(
                            "certificate.pem",
                            "certificate_arn.txt",
                            "private.key",
                            "public.key",
                            "thing_name.txt");
            assertThat(saved.resolve("private.key")).hasContent(privateKey);
            assertThat(saved.resolve("thing_name.txt")).hasContent(thing);
            assertThat(permissions(saved)).isEqualTo("rwx------");
            for (String name : names(saved)) {
                assertThat(permissions(saved.resolve(name))).as(name).isEqualTo("rw-------");
            }
        }
        assertThat(names(folder))
                .as("no other file is left")
                .containsExactly("irrigation-gateway-000", "irrigation-gateway-001");
    }

    @Test
    void saveWhatTheJobReads() throws Exception {
        assertThat(run(command("Compute")).exitCode()).isZero();
        Path saved = folder.resolve("irrigation-compute");
        JobConfig config = configured(saved);
        assertThat(config.mqtt().thing()).isEqualTo("irrigation-compute");
        TlsMaterial material =
                TlsCredentials.inFiles(
                                saved.resolve("certificate.pem").toString(),
                                saved.resolve("private.key").toString(),
                                null)
                        .load();
        assertThat(material.privateKey()).isEqualToIgnoringWhitespace(privateKey);
    }

    @Test
    void saveANewKeyOverTheOld() throws Exception {
        Path saved = Files.createDirectory(folder.resolve("irrigation-compute"));
        Files.writeString(saved.resolve("private.key"), "an old key, longer ".repeat(500));
        assertThat(run(command("Compute")).exitCode()).isZero();
        assertThat(saved.resolve("private.key")).hasContent(privateKey);
        assertThat(permissions(saved)).isEqualTo("rwx------");
    }

    @Test
    void saveNothingAndFailWhereThereIsNoSecret() throws Exception {
        Outcome outcome = run(command("Operator"));
        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.output()).contains("ResourceNotFound").doesNotContain("Traceback");
        assertThat(names(folder)).isEmpty();
    }

    private static JobConfig configured(Path credentials) {
        Map<String, Properties> groups = new HashMap<>();
        set(groups, JobProperties.MQTT_BROKER, "mqtts://iot.example");
        set(groups, JobProperties.MQTT_CREDENTIALS, credentials.toString());
        set(groups, LakeProperties.LAKE_PATH, "lake");
        return JobConfig.from(groups, Map.of());
    }

    private static void set(Map<String, Properties> groups, Property<?> property, String value) {
        groups.computeIfAbsent(property.group(), group -> new Properties())
                .setProperty(property.key(), value);
    }

    private static String command(String who) {
        return SYNTH.template("Devices")
                .path("Outputs")
                .path("Retrieve" + who + "CredentialsCommand")
                .path("Value")
                .asText();
    }

    private static List<String> names(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.map(child -> child.getFileName().toString()).sorted().toList();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** What a command left, its output and its errors. */
    private record Outcome(int exitCode, String output) {}

    private Outcome run(String command) throws IOException, InterruptedException {
        return shell(command, folder);
    }

    private static String aws(String arguments) throws IOException, InterruptedException {
        Outcome outcome = shell("aws --region us-east-1 " + arguments, work);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return outcome.output();
    }

    private static Outcome shell(String command, Path folder)
            throws IOException, InterruptedException {
        Path programs = Path.of(System.getProperty("pythoflow.venv"), "bin");
        assertThat(programs.resolve("aws")).as("bin/venv installs it").isExecutable();
        ProcessBuilder builder =
                new ProcessBuilder(List.of("/bin/sh", "-c", command))
                        .directory(folder.toFile())
                        .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        new ArrayList<>(environment.keySet())
                .stream().filter(name -> name.startsWith("AWS_")).forEach(environment::remove);
        environment.put("PATH", programs + ":/usr/bin:/bin");
        environment.put("AWS_ENDPOINT_URL", moto.endpoint().toString());
        environment.put("AWS_ACCESS_KEY_ID", "test");
        environment.put("AWS_SECRET_ACCESS_KEY", "test");
        environment.put("AWS_CONFIG_FILE", "/dev/null");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
