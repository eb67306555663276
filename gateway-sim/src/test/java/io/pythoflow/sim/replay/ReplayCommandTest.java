package io.pythoflow.sim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.sim.broker.BrokerSettings;
import io.pythoflow.sim.broker.LocalBroker;
import io.pythoflow.sim.testing.CommandRun;
import io.pythoflow.sim.testing.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {

    private static LocalBroker broker;

    @TempDir private Path folder;

    private TestClient subscriber;

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
                        .subscribe("irrigation/sensors/+/data");
    }

    @AfterEach
    void unsubscribe() {
        subscriber.close();
    }

    @Test
    void publishesARecordingAsItIs() throws Exception {
        Path file =
                write(
                        "UGB-80.csv",
                        "",
                        "\"date_received\",\"timestamp\",\"value\"",
                        "\"2019-02-02T11:09:50.000Z\",\"2019-02-02T12:09:45.424Z\",55",
                        "\"2019-02-02T11:09:50.000Z\",\"2019-02-02T12:09:45.424Z\",55",
                        "\"2019-02-02T11:09:50.000Z\",\"2019-02-02T12:10:00.000Z\",\"-0.50\"",
                        "\"2019-02-02T11:09:50.000Z\",\"2019-02-02T12:11:00.000Z\",\"n/a\"",
                        "\"2019-02-02T11:09:50.000Z\",\"yesterday\",7");

        CommandRun replay = replay("--value-column", "soil_moisture:%=value", file.toString());

        assertThat(replay.exitCode()).as(replay.err()).isZero();
        String start = "{\"schema\":\"pythoflow.reading/1\",\"sensor_id\":\"UGB-80\",\"ts\":";
        String first =
                start + "1549109385424,\"values\":{\"soil_moisture\":{\"v\":55,\"u\":\"%\"}}}";
        await().untilAsserted(
                        () ->
                                assertThat(subscriber.payloads())
                                        .containsExactly(
                                                first,
                                                first,
                                                start
                                                        + "1549109400000,\"values\":{\"soil_moisture\":{\"v\":-0.50,\"u\":\"%\"}}}",
                                                start
                                                        + "1549109460000,\"values\":{\"soil_moisture\":{\"v\":\"n/a\",\"u\":\"%\"}}}",
                                                start
                                                        + "\"yesterday\",\"values\":{\"soil_moisture\":{\"v\":7,\"u\":\"%\"}}}"));
        assertThat(subscriber.topics()).containsOnly("irrigation/sensors/UGB-80/data");
        assertThat(replay.out())
                .contains("5 rows read", "0 skipped", "1 blank lines", "1 with an unreadable time")
                .contains("5 readings published, 5 acknowledged")
                .doesNotContain("reached nobody");
    }

    @Test
    void saysThatNobodyWasSubscribed() throws Exception {
        Path file = write("S.csv", "timestamp,value", "2019-01-01T00:00:02Z,20");
        try (LocalBroker lonely = LocalBroker.start(BrokerSettings.onPort(0))) {
            CommandRun replay =
                    CommandRun.of(
                            "replay",
                            "--broker=" + lonely.address(),
                            "--speed=0",
                            "--value-column=temperature=value",
                            file.toString());

            assertThat(replay.exitCode()).as(replay.err()).isZero();
            assertThat(replay.out()).contains("1 of them reached nobody: no client was subscribed");
        }
    }

    @Test
    void mergesFilesIntoOneSensor() throws Exception {
        Path temperature = write("S-TP.csv", "timestamp,value", "2019-01-01T00:00:02Z,20");
        Path humidity = write("S-HD.csv", "timestamp,value", "2019-01-01T00:00:01Z,60");

        CommandRun replay =
                replay(
                        "--sensor=station",
                        "--gateway=gw",
                        "--value-column=temperature:Cel=value@*-TP.csv",
                        "--value-column=humidity=value@S-HD.csv",
                        temperature.toString(),
                        humidity.toString());

        assertThat(replay.exitCode()).as(replay.err()).isZero();
        String start =
                "{\"schema\":\"pythoflow.reading/1\",\"gateway_id\":\"gw\",\"sensor_id\":\"station\",\"ts\":";
        await().untilAsserted(
                        () ->
                                assertThat(subscriber.payloads())
                                        .containsExactly(
                                                start
                                                        + "1546300801000,\"values\":{\"humidity\":{\"v\":60}}}",
                                                start
                                                        + "1546300802000,\"values\":{\"temperature\":{\"v\":20,\"u\":\"Cel\"}}}"));
    }

    @Test
    void rebasesSoThatTheNewestReadingOfAllFilesIsNow() throws Exception {
        Path older = write("older.csv", "timestamp,value", "2019-01-01 00:00:00,1");
        Path newer =
                write(
                        "newer.csv",
                        "timestamp,value",
                        "2019-01-01 00:05:00,2",
                        "2019-01-01 00:01:00,3");
        long before = System.currentTimeMillis();

        CommandRun replay =
                replay(
                        "--rebase-to-now",
                        "--value-column=m=value",
                        older.toString(),
                        newer.toString());

        assertThat(replay.exitCode()).as(replay.err()).isZero();
        await().untilAsserted(() -> assertThat(subscriber.count()).isEqualTo(3));
        List<Long> times = times(subscriber.payloads());
        assertThat(times.get(1)).isBetween(before, System.currentTimeMillis());
        assertThat(times.get(1) - times.get(0)).isEqualTo(300_000);
        assertThat(times.get(1) - times.get(2)).isEqualTo(240_000);
        assertThat(replay.out()).contains("3 rows read");
    }

    @Test
    void stopsAtTheLimit() throws Exception {
        Path file =
                write("a.csv", "timestamp,value", "2019-01-01,1", "2019-01-02,2", "2019-01-03,3");

        CommandRun replay = replay("--limit=2", "--value-column=m=value", file.toString());

        assertThat(replay.exitCode()).isZero();
        assertThat(replay.out()).contains("2 readings published, 2 acknowledged");
    }

    @Test
    void paceFollowsTheRecording() throws Exception {
        Path file =
                write(
                        "a.csv",
                        "timestamp,value",
                        "2019-01-01T00:00:00Z,1",
                        "2019-01-01T01:00:00Z,2");
        CommandRun replay =
                CommandRun.start(
                        "replay",
                        "--broker=" + broker.address(),
                        "--speed=60",
                        "--value-column=m=value",
                        file.toString());

        await().untilAsserted(() -> assertThat(subscriber.count()).isEqualTo(1));
        assertThat(replay.isRunning()).isTrue();

        assertThat(replay.interrupt().exitCode()).isEqualTo(130);
        assertThat(replay.out())
                .contains("1 readings published, 1 acknowledged")
                .contains("replay stopped before the end");
        assertThat(subscriber.count()).isEqualTo(1);
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    private static CommandRun replay(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("replay", "--broker=" + broker.address(), "--speed=0"));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static List<Long> times(List<String> payloads) {
        Pattern time = Pattern.compile("\"ts\":(\\d+)");
        return payloads.stream()
                .map(time::matcher)
                .filter(Matcher::find)
                .map(matcher -> Long.valueOf(matcher.group(1)))
                .toList();
    }
}
