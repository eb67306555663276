package io.pythoflow.sim.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.sim.broker.BrokerSettings;
import io.pythoflow.sim.broker.LocalBroker;
import io.pythoflow.sim.field.valve.Misbehaviour;
import io.pythoflow.sim.mqtt.BrokerAddress;
import io.pythoflow.sim.testing.CommandRun;
import io.pythoflow.sim.testing.CuttingProxy;
import io.pythoflow.sim.testing.TestClient;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line, and a field that is connected to a broker. */
class FieldCommandTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static LocalBroker broker;

    @BeforeAll
    static void start() throws InterruptedException {
        broker = LocalBroker.start(BrokerSettings.onPort(0));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void obeysACommandThatComesThroughTheBroker() {
        try (TestClient job = TestClient.acknowledging(broker.address(), "obeys")) {
            job.subscribe("irrigation/control/+/ack");
            CommandRun field = startField(broker.address());
            await().atMost(PATIENCE).until(() -> says(job, "\"valve\":\"closed\"", 2) >= 2);

            job.publish("irrigation/control/000-A/command", open("open-1"));

            await().atMost(PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThat(acks(job))
                                            .containsExactly("accepted", "started", "completed"));
            assertThat(field.interrupt().exitCode()).isEqualTo(130);
            assertThat(field.out()).contains("1 commands received, misbehaviour: none");
        }
    }

    @Test
    void obeysAfterAReconnect() throws Exception {
        try (TestClient job = TestClient.acknowledging(broker.address(), "reconnects");
                CuttingProxy proxy = new CuttingProxy(broker.address().port())) {
            job.subscribe("irrigation/control/+/ack");
            CommandRun field = startField(BrokerAddress.parse("mqtt://127.0.0.1:" + proxy.port()));
            await().atMost(PATIENCE).until(() -> says(job, "\"valve\":\"closed\"", 2) >= 2);
            proxy.cut();
            // It tells what its valves do as soon as it is back, not when its status is due.
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> says(job, "\"valve\":\"closed\"", 4) >= 4);

            // Sent until it arrives, as the job does; the same id waters once.
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> {
                                job.publish("irrigation/control/000-A/command", open("open-2"));
                                assertThat(acks(job)).contains("completed");
                            });
            assertThat(acks(job)).filteredOn("started"::equals).hasSize(1);
            field.interrupt().exitCode();
        }
    }

    private static CommandRun startField(BrokerAddress address) {
        return CommandRun.start(
                "field", "--broker=" + address, "--gateways=1", "--watering=commands");
    }

    private static byte[] open(String id) {
        long now = System.currentTimeMillis();
        return new MessageEncoder()
                .command(
                        new Command(
                                id,
                                "000-A",
                                null,
                                null,
                                Command.Action.OPEN,
                                1,
                                null,
                                now,
                                now + 60_000,
                                null,
                                null,
                                null));
    }

    private static long says(TestClient job, String text, int most) {
        return job.payloads().stream().filter(said -> said.contains(text)).limit(most).count();
    }

    private static List<String> acks(TestClient job) {
        return job.payloads().stream()
                .filter(said -> said.contains("pythoflow.command_ack/1"))
                .flatMap(
                        said ->
                                Stream.of("accepted", "started", "completed", "duplicate")
                                        .filter(state -> said.contains("\"" + state + "\"")))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"field", "demo"})
    void explainsWhatDevicesCanDoWrong(String command) {
        CommandRun run = CommandRun.of(command, "--misbehave", "list");

        assertThat(run.exitCode()).isZero();
        for (Misbehaviour misbehaviour : Misbehaviour.values()) {
            assertThat(run.out())
                    .contains(misbehaviour.option() + "\n    " + misbehaviour.effect());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--misbehave leak | Nothing obeys commands that could misbehave; water by commands",
                "--watering commands --misbehave nap | Unknown misbehaviour 'nap'; there are",
                "--watering commands --misbehave leak:7 | No device 7 can misbehave; there are 000-A",
                "--watering commands --firmware original --misbehave leak:7 | there are 000-A1, 000-A2",
                "--watering commands --misbehave leak --misbehave-share 0 | share 0.0 is outside 0",
                "--watering rain | '--watering'",
            })
    void explainsAWrongCommandLine(String typed, String explanation) {
        String[] arguments =
                Stream.concat(Stream.of("field"), Stream.of(typed.split(" ")))
                        .toArray(String[]::new);

        CommandRun run = CommandRun.of(arguments);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(explanation);
    }
}
