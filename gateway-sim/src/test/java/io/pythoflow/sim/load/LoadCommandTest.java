package io.pythoflow.sim.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.sim.broker.BrokerSettings;
import io.pythoflow.sim.broker.LocalBroker;
import io.pythoflow.sim.mqtt.BrokerAddress;
import io.pythoflow.sim.testing.CommandRun;
import io.pythoflow.sim.testing.CuttingProxy;
import io.pythoflow.sim.testing.TestClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class LoadCommandTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path folder;

    private static LocalBroker broker;

    private TestClient subscriber;
    private Path ledger;

    @BeforeAll
    static void start() throws InterruptedException {
        broker = LocalBroker.start(BrokerSettings.onPort(0));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void subscribe(TestInfo test) {
        subscriber =
                TestClient.acknowledging(broker.address(), test.getDisplayName())
                        .subscribe("irrigation/sensors/+/data")
                        .subscribe("irrigation/gateway/status");
        ledger = folder.resolve("ledger.jsonl");
    }

    @AfterEach
    void unsubscribe() {
        subscriber.close();
    }

    @Test
    void publishesAsManyMessagesAsTheRateAsksFor() throws Exception {
        CommandRun load =
                CommandRun.of(
                        "load",
                        "--broker=" + broker.address(),
                        "--rate=500",
                        "--seconds=2",
                        "--connections=3",
                        "--readings-per-message=2",
                        "--ledger=" + ledger);

        assertThat(load.exitCode()).as(load.err()).isZero();
        assertThat(load.out())
                .contains("1,000 messages published (2,000 readings), 1,000 acknowledged");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(subscriber.count()).isEqualTo(1_000));
        List<String> ids = idsIn(Files.readAllLines(ledger));
        assertThat(ids).hasSize(2_000).doesNotHaveDuplicates();
        assertThat(idsIn(subscriber.payloads())).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(new HashSet<>(subscriber.topics())).hasSize(100);
    }

    @Test
    void theLedgerIsWhatWasPublishedAlsoWhenConnectionsAreCut() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(broker.address().port())) {
            CommandRun load =
                    CommandRun.start(
                            "load",
                            "--broker=" + BrokerAddress.local(proxy.port()),
                            "--rate=1000",
                            "--seconds=4",
                            "--connections=2",
                            "--ledger=" + ledger);
            for (int cut = 1; cut <= 3; cut++) {
                long more = proxy.bytesToBroker() + 100_000;
                int connected = 2 * cut;
                await().atMost(PATIENCE)
                        .until(() -> proxy.accepted() >= connected && proxy.bytesToBroker() > more);
                proxy.withholdAnswers();
                long unanswered = proxy.bytesToBroker() + 10_000;
                await().atMost(PATIENCE).until(() -> proxy.bytesToBroker() > unanswered);
                proxy.cut();
            }

            assertThat(load.exitCode()).as(load.err()).isZero();
            assertThat(load.out())
                    .contains("4,000 messages published (4,000 readings), 4,000 acknowledged")
                    .doesNotContain(" 0 sent again")
                    .containsPattern("after [3-6] lost connections");
        }
        List<String> ids = idsIn(Files.readAllLines(ledger));
        assertThat(ids).hasSize(4_000).doesNotHaveDuplicates();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(new HashSet<>(idsIn(subscriber.payloads())))
                                        .isEqualTo(new HashSet<>(ids)));
    }

    @Test
    void legacyMessagesComeOnTheStatusTopic() throws Exception {
        CommandRun load =
                CommandRun.of(
                        "load",
                        "--broker=" + broker.address(),
                        "--payload=legacy",
                        "--rate=100",
                        "--seconds=1",
                        "--ledger=" + ledger);

        assertThat(load.exitCode()).as(load.err()).isZero();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subscriber.count()).isEqualTo(100));
        assertThat(subscriber.topics()).containsOnly("irrigation/gateway/status");
        assertThat(new HashSet<>(subscriber.payloads())).hasSize(100);
        assertThat(Files.readAllLines(ledger)).hasSize(100);
    }

    @Test
    void qualityOfServiceZeroIsCountedToo() {
        CommandRun load =
                CommandRun.of(
                        "load",
                        "--broker=" + broker.address(),
                        "--qos=0",
                        "--rate=100",
                        "--seconds=1");

        assertThat(load.exitCode()).as(load.err()).isZero();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(subscriber.count()).isEqualTo(100));
    }

    @Test
    void stoppedEarlyItsLedgerIsStillWhatWasAcknowledged() throws Exception {
        CommandRun load =
                CommandRun.start(
                        "load",
                        "--broker=" + broker.address(),
                        "--rate=500",
                        "--seconds=0",
                        "--ledger=" + ledger);
        await().atMost(PATIENCE).until(() -> subscriber.count() > 100);

        assertThat(load.interrupt().exitCode()).isEqualTo(130);

        List<String> ids = idsIn(Files.readAllLines(ledger));
        assertThat(load.out()).contains("%,d acknowledged".formatted(ids.size()));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(idsIn(subscriber.payloads()))
                                        .containsExactlyInAnyOrderElementsOf(ids));
    }

    @Test
    void saysThatTheLedgerCannotBeWritten() {
        CommandRun load =
                CommandRun.of(
                        "load",
                        "--broker=" + broker.address(),
                        "--ledger=" + folder.resolve("no/l"));

        assertThat(load.exitCode()).isEqualTo(1);
        assertThat(load.err()).contains("Cannot write the ledger");
    }

    private static List<String> idsIn(Collection<String> lines) {
        Pattern id = Pattern.compile("\"message_id\":\"([^\"]+)\"");
        return lines.stream()
                .flatMap(line -> id.matcher(line).results())
                .map(found -> found.group(1))
                .toList();
    }
}
