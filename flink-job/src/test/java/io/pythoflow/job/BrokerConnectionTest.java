package io.pythoflow.job;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.LakeProperties;
import io.pythoflow.contract.property.Property;
import io.pythoflow.job.config.JobConfig;
import io.pythoflow.job.mqtt.quirks.Quirks;
import io.pythoflow.job.mqtt.quirks.QuirksBroker;
import io.pythoflow.job.mqtt.transport.TestCertificates;
import io.pythoflow.job.testing.RecordedLog;
import io.pythoflow.job.testing.SecretsManagerStub;
import io.pythoflow.job.testing.SystemProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.SSLException;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job that is told where its key lies reaches a broker that demands it. */
class BrokerConnectionTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SECRET =
            "arn:aws:secretsmanager:us-east-2:123456789012:secret:compute-a1B2c3";

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(1)
                            .build());

    private final Map<String, Properties> groups = new HashMap<>();
    private @TempDir Path folder;
    private TestCertificates server;
    private TestCertificates client;

    @BeforeEach
    void makeCertificates() throws Exception {
        server = TestCertificates.create(folder, "server", "EC");
        client = TestCertificates.create(folder, "client", "RSA");
    }

    @Test
    void withAKeyInAFolder() throws Exception {
        Files.writeString(folder.resolve("certificate.pem"), client.certificatePem());
        Files.writeString(folder.resolve("private.key"), client.privateKeyPem());
        Files.writeString(folder.resolve("AmazonRootCA1.pem"), server.certificatePem());
        try (QuirksBroker broker = startSecured()) {
            configure(broker, JobProperties.MQTT_CREDENTIALS, folder.toString());
            runUntilSubscribed(broker);
        }
    }

    @Test
    void withAKeyInASecretThatEachReaderFetchesOnceAndKeepsToItself() throws Exception {
        String key = client.privateKeyAsPkcs1Pem();
        try (QuirksBroker broker = startSecured();
                SecretsManagerStub manager = SecretsManagerStub.start();
                SystemProperties properties = SystemProperties.set(manager.systemProperties());
                RecordedLog log = RecordedLog.of("software.amazon", "io.pythoflow", "org.apache")) {
            manager.keep(
                    SECRET,
                    """
                    {"certificate_pem": "%s", "private_key": "%s", "ca_certificate_pem": "%s",
                     "thing_name": "irrigation-compute"}
                    """
                            .formatted(
                                    client.certificatePem().replace("\n", "\\n"),
                                    key.replace("\n", "\\n"),
                                    server.certificatePem().replace("\n", "\\n")));
            configure(broker, JobProperties.MQTT_SECRET, SECRET);

            JobGraph graph = job().getStreamGraph().getJobGraph();
            assertThat(new String(InstantiationUtil.serializeObject(graph), ISO_8859_1))
                    .contains(SECRET)
                    .doesNotContain("PRIVATE KEY", "BEGIN CERTIFICATE");
            assertThat(manager.requests()).isEmpty();

            runUntilSubscribed(broker);
            assertThat(manager.requests())
                    .containsExactly(new SecretsManagerStub.Request(SECRET, "us-east-2"));
            assertThat(log.text())
                    .contains("irrigation-compute-slot-3 is subscribed")
                    .doesNotContain(key.lines().toArray(String[]::new))
                    .doesNotContain("PRIVATE KEY");
        }
    }

    private QuirksBroker startSecured() throws SSLException {
        return QuirksBroker.start(Quirks.NONE, server.lettingIn(client.certificate()));
    }

    private void runUntilSubscribed(QuirksBroker broker) throws Exception {
        JobClient run = job().executeAsync();
        await().atMost(SOON).until(() -> broker.subscriptions().size() == 4);
        run.cancel().get();
    }

    private StreamExecutionEnvironment job() {
        JobConfig config = JobConfig.from(groups, Map.of());
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        env.fromSource(
                        PythoFlowJob.sources(config).messages(),
                        WatermarkStrategy.noWatermarks(),
                        "Messages")
                .sinkTo(new DiscardingSink<>());
        return env;
    }

    private void configure(QuirksBroker broker, Property<?> place, String text) {
        set(JobProperties.MQTT_BROKER, "mqtts://localhost:" + broker.address().port());
        set(LakeProperties.LAKE_PATH, folder.resolve("lake").toString());
        set(place, text);
    }

    private void set(Property<?> property, String text) {
        groups.computeIfAbsent(property.group(), group -> new Properties())
                .setProperty(property.key(), text);
    }
}
