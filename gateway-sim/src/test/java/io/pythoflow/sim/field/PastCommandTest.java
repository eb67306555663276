package io.pythoflow.sim.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.sim.broker.BrokerSettings;
import io.pythoflow.sim.broker.LocalBroker;
import io.pythoflow.sim.field.fault.Fault;
import io.pythoflow.sim.testing.CommandRun;
import io.pythoflow.sim.testing.TestClient;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code field --past} as typed, and against a broker. */
class PastCommandTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final Pattern SENT = Pattern.compile("\"sent_ts\":(\\d+)");

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
    void aSubscriberGetsAllThatTheFieldSaidAndNothingElse() {
        String[] options = {"--past=12h", "--time-zone=Asia/Tokyo", "--faults=all", "--seed=7"};
        CommandRun run =
                CommandRun.start(
                        Stream.concat(
                                        Stream.of("field", "--broker=" + broker.address()),
                                        Arrays.stream(options))
                                .toArray(String[]::new));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> run.out().contains("Nobody listens") || !run.isRunning());
        try (TestClient job = TestClient.acknowledging(broker.address(), "job")) {
            job.subscribe("irrigation/#");

            assertThat(run.exitCode()).as(run.err()).isZero();

            PastOptions.Story story = story(sentAt(job), options).orElseThrow();
            List<OutgoingMessage> told = ToldField.past(story.field(), story.past()).messages();
            await().atMost(Duration.ofSeconds(30)).until(() -> job.count() >= told.size());
            assertThat(received(job))
                    .containsExactlyInAnyOrderElementsOf(
                            told.stream()
                                    .map(sent -> sent.topic() + ToldField.text(sent))
                                    .toList());
            assertThat(job.payloads().subList(told.size() - 2, told.size()))
                    .allMatch(payload -> payload.contains("\"offline\""));
            assertThat(run.out())
                    .contains(
                            "Published: 2 gateways, 8 sensors, %d messages published, %1$d acknowledged; faults: "
                                    .formatted(told.size()))
                    .contains("(no-clock left out); past from ", "T06:00+09:00 to ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--past 59m | '--past': '59m'; allowed is 1h to 400d",
                "--past 401d | '--past': '401d'; allowed is 1h to 400d",
                "--past long | '--past': 'long' is no duration; write 500ms, 1s, 2m, 1h or 30d",
                "--past 1d --seconds 0 | --past excludes --seconds: the past ends now",
                "--past 1d --time-lapse 1 | --past excludes --time-lapse: days of the past are days",
                "--past 1d --watering commands | --past excludes --watering commands: nobody commanded",
                "--past 1d --firmware original | --past excludes --firmware original: it sends no times",
                "--past 1d --misbehave leak | --past excludes --misbehave: no commands can be disobeyed",
                "--past 1d --faults gaps,no-clock | --past excludes --faults no-clock: a reading",
                "--past 1d --gateways 0 | The number of gateways, 0.0, is outside",
                "--past 1d --time-zone Mars | '--time-zone': 'Mars' is not a zone; allowed is UTC",
                "--time-zone UTC | --time-zone goes with --past",
            })
    void explainsWhatDoesNotFitAPast(String typed, String explanation) {
        CommandRun run = fieldCommand(typed);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(explanation);
    }

    @Test
    void namesAllThatDoesNotFitAtOnce() {
        CommandRun run =
                fieldCommand(
                        "--past 1m --seconds 4 --time-lapse 3 --firmware original --fault-rate 2");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip())
                .contains("'1m'; allowed", "--seconds", "--time-lapse", "--firmware", "rate 2.0")
                .doesNotContain("\n");
    }

    @Test
    void theFieldIsPlantedWhenThePastBeginsAndMeasuresEveryFiveMinutes() {
        PastOptions.Story story = story(NOW, "--past=2d").orElseThrow();

        assertThat(story.past().start().toOffsetDateTime()).hasToString("2026-03-08T06:00Z");
        assertThat(story.field().site().startDate()).isEqualTo(LocalDate.of(2026, 3, 8));
        assertThat(story.field().timeLapse()).isEqualTo(1);
        assertThat(story.field().interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(story.field().statusInterval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(story.leftOut()).isEmpty();
    }

    @Test
    void whatIsGivenHolds() {
        PastOptions.Story story =
                story(
                                NOW,
                                "--past=P2D",
                                "--time-zone=-03:00",
                                "--start-date=2026-01-15",
                                "--interval=10s",
                                "--status-interval=20s")
                        .orElseThrow();

        assertThat(story.past().start().toOffsetDateTime()).hasToString("2026-03-08T06:00-03:00");
        assertThat(story.field().site().startDate()).isEqualTo(LocalDate.of(2026, 1, 15));
        assertThat(story.field().interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(story.field().statusInterval()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void aShortIntervalLeavesTheStatusAsOftenAsEver() {
        assertThat(story(NOW, "--past=2d", "--interval=1s").orElseThrow().field().statusInterval())
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void allFaultsAreAllButTheOneThatNoPastHas() {
        PastOptions.Story story = story(NOW, "--past=2d", "--faults=all").orElseThrow();

        assertThat(story.field().faults().faults())
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.of(Fault.NO_CLOCK)));
        assertThat(story.leftOut()).isEqualTo("no-clock left out");
    }

    @Test
    void withoutItTheFieldTellsItsPresent() {
        assertThat(story(NOW)).isEmpty();
    }

    private static CommandRun fieldCommand(String typed) {
        return CommandRun.of(
                Stream.concat(Stream.of("field"), Arrays.stream(typed.split(" ")))
                        .toArray(String[]::new));
    }

    private static Optional<PastOptions.Story> story(Instant now, String... options) {
        Typed typed = new Typed();
        new CommandLine(typed).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(options);
        return typed.past.story(typed.field, now);
    }

    /** What the field took for now, from any of its readings. */
    private static Instant sentAt(TestClient job) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> job.payloads().stream().anyMatch(said -> SENT.matcher(said).find()));
        return job.payloads().stream()
                .map(SENT::matcher)
                .filter(Matcher::find)
                .map(sent -> Instant.ofEpochMilli(Long.parseLong(sent.group(1))))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> received(TestClient job) {
        List<String> topics = job.topics();
        List<String> payloads = job.payloads();
        List<String> received = new ArrayList<>();
        for (int i = 0; i < topics.size(); i++) {
            received.add(topics.get(i) + payloads.get(i));
        }
        return received;
    }

    @Command
    private static final class Typed {
        @Mixin private FieldOptions field;
        @Mixin private PastOptions past;
    }
}
