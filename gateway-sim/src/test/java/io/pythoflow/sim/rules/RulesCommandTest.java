package io.pythoflow.sim.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.pythoflow.contract.codec.ControlDecoder;
import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.codec.InvalidPayloadException;
import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.contract.payload.SystemUpdate.Mode;
import io.pythoflow.contract.rules.RuleSequence;
import io.pythoflow.contract.rules.RuleSequence.Outcome;
import io.pythoflow.contract.rules.RulesMerge;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.sim.broker.BrokerSettings;
import io.pythoflow.sim.broker.LocalBroker;
import io.pythoflow.sim.mqtt.BrokerOptions;
import io.pythoflow.sim.testing.CommandRun;
import io.pythoflow.sim.testing.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Path EXAMPLE =
            Path.of("..", "docs", "examples", "rules", "two-zones-one-pump.json");
    private static final String EMPTY = "{\"schema\":\"pythoflow.rules/1\",\"zones\":{}}";
    private static final String PUMPS =
            "{\"schema\":\"pythoflow.rules/1\",\"zones\":{},\"pump_groups\":"
                    + "{\"well\":{\"capacity_l_min\":60}}}";

    @TempDir private Path folder;

    private static LocalBroker broker;

    private final MessageEncoder encoder = new MessageEncoder();
    private final ControlDecoder decoder = new ControlDecoder(DecodeLimits.defaults());

    /** What else is on the topic, and what the job would hear. */
    private TestClient other;

    @BeforeAll
    static void start() throws InterruptedException {
        broker = LocalBroker.start(BrokerSettings.onPort(0));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void forget(TestInfo test) {
        other = TestClient.acknowledging(broker.address(), "other-" + test.getDisplayName());
        other.publishRetained(Topics.SYSTEM_UPDATES, new byte[0]);
        other.subscribe(Topics.SYSTEM_UPDATES);
    }

    @AfterEach
    void leave() {
        other.close();
    }

    @Test
    void aValidFileIsCalledSoWithoutABroker() {
        CommandRun run = CommandRun.of("rules", "validate", EXAMPLE.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("is valid: zones [field-01.A, field-01.B]", "122,880");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void everythingThatIsWrongWithAFileIsSaid() throws Exception {
        Path file = file("{\"schema\":\"pythoflow.rules/1\",\"zone\":{},\"pause\":1}");

        CommandRun run = CommandRun.of("rules", "validate", file.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("gateway-sim rules validate: " + file + " is not valid:")
                .contains("  pause is 1, give an object")
                .contains("  zones is missing, give an object")
                .contains("  zone is unknown, leave it out");
        assertThat(CommandRun.of("rules", "validate", file("{").toString()).err())
                .contains("No JSON in line 1");
        assertThat(CommandRun.of("rules", "validate", folder.resolve("none").toString()).err())
                .contains("Cannot read");
    }

    @Test
    void whereNothingIsRetainedShowSaysSoInBoundedTime() {
        CommandRun run = rules("show");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("No document is retained at " + broker.address())
                .contains("'rules publish' puts one there");
    }

    @Test
    void aPublishedFileIsRetainedWholeAndAlone() throws Exception {
        long now = Instant.now().getEpochSecond();

        CommandRun run = rules("publish", EXAMPLE.toString(), "--reason=spring");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        SystemUpdate retained = retained();
        assertThat(retained.version()).isBetween(now + 1, now + 60);
        assertThat(retained.reason()).isEqualTo("spring");
        assertThat(RulesMerge.isWhole(retained)).isTrue();
        assertThat(retained.payload()).contains("\"field-01.B\"").doesNotContain("\n");
        assertThat(run.out()).contains("version " + retained.version() + " is retained");
        assertThat(heard(1)).containsExactly(retained);
    }

    @Test
    void theNextFileHasTheNextVersionAndTheSameFileAgainNone() throws Exception {
        retain(41, EMPTY);

        assertThat(rules("publish", file(PUMPS).toString()).exitCode()).isZero();
        assertThat(retained().version()).isEqualTo(42);
        CommandRun again = rules("publish", file(PUMPS).toString());

        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("nothing to publish");
        assertThat(retained().version()).isEqualTo(42);
    }

    @Test
    void aFileThatIsNotValidIsNotPublished() throws Exception {
        retain(41, EMPTY);

        CommandRun run = rules("publish", file("{\"zones\":{}}").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("schema is missing, give pythoflow.rules/1");
        assertThat(retained().version()).isEqualTo(41);
    }

    @Test
    void whatOperatorsOrderedOutlivesAFile() throws Exception {
        retain(
                41,
                "{\"schema\":\"pythoflow.rules/1\",\"emergency_stop\":true,"
                        + "\"pause\":{\"reason\":\"pipe\"},\"zones\":{}}");

        assertThat(rules("publish", file(PUMPS).toString()).exitCode()).isZero();
        assertThat(retained().payload())
                .contains("\"emergency_stop\":true", "\"pipe\"", "\"well\"");
        CommandRun lifting =
                rules(
                        "publish",
                        file(PUMPS.replace("{\"schema", "{\"emergency_stop\":false,\"schema"))
                                .toString());

        assertThat(lifting.exitCode()).isEqualTo(1);
        assertThat(lifting.err()).contains("lift it with 'rules resume'");
        assertThat(retained().version()).isEqualTo(42);
    }

    @Test
    void showPrintsTheDocumentAndItsVersionApart() throws Exception {
        retain(41, PUMPS);

        CommandRun run = rules("show");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .startsWith("version 41, issued 2026-05-01T12:00:00Z, update u-41")
                .hasLineCount(1);
        assertThat(run.out()).contains("\"well\" : {", "\"capacity_l_min\" : 60");
        assertThat(rules("validate", file(run.out()).toString(), "").exitCode()).isNotZero();
        assertThat(CommandRun.of("rules", "validate", file(run.out()).toString()).exitCode())
                .isZero();
    }

    @Test
    void aDocumentThatIsNotValidIsShownAndCalledSo() throws Exception {
        retain(41, "{\"zones\":{}}");

        CommandRun run = rules("show");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("\"zones\"");
        assertThat(run.err()).contains("version 41 is not valid", "schema is missing");
    }

    @Test
    void stopAndResumeArePublishedAsPartsAndThenRetained() throws Exception {
        retain(41, PUMPS);
        other.publish(Topics.SYSTEM_UPDATES, "{\"schema\":\"pythoflow.alert/1\"}".getBytes(UTF_8));

        CommandRun stop = rules("estop", "--reason=burst pipe");
        SystemUpdate stopped = retained();
        CommandRun resume = rules("resume");
        SystemUpdate resumed = retained();

        assertThat(stop.exitCode()).isZero();
        assertThat(stop.out()).contains("version 42 is retained: emergency stop pressed");
        assertThat(stopped.version()).isEqualTo(42);
        assertThat(stopped.reason()).isEqualTo("burst pipe");
        assertThat(stopped.payload()).contains("\"emergency_stop\":true", "\"well\"");
        assertThat(resume.exitCode()).isZero();
        assertThat(resume.out()).contains("version 43 is retained: emergency stop lifted");
        assertThat(resumed.payload()).contains("\"emergency_stop\":false", "\"well\"");
        // 41 was retained by this client itself.
        assertThat(heard(5))
                .extracting(SystemUpdate::version, SystemUpdate::type, SystemUpdate::mode)
                .containsExactly(
                        tuple(41L, SystemUpdate.Type.RULES, Mode.REPLACE),
                        tuple(42L, SystemUpdate.Type.ESTOP, Mode.MERGE),
                        tuple(42L, SystemUpdate.Type.RULES, Mode.REPLACE),
                        tuple(43L, SystemUpdate.Type.RESUME, Mode.MERGE),
                        tuple(43L, SystemUpdate.Type.RULES, Mode.REPLACE));
        assertThat(outcomes(5))
                .containsExactly(
                        Outcome.REPLACED,
                        Outcome.APPLIED,
                        Outcome.IGNORED,
                        Outcome.APPLIED,
                        Outcome.IGNORED);
    }

    @Test
    void aStopWithoutRulesRetainsADocumentThatStops() throws Exception {
        CommandRun stop =
                CommandRun.of("rules", "estop", "--broker=" + broker.address(), "--wait=1.5");

        assertThat(stop.exitCode()).isZero();
        assertThat(stop.out())
                .containsSubsequence(
                        "emergency stop published, not yet retained",
                        "is retained: emergency stop pressed",
                        "no rules were retained");
        assertThat(retained().payload()).isEqualTo(RulesMerge.STOP_ALONE);
        assertThat(outcomes(3))
                .containsExactly(Outcome.EMERGENCY, Outcome.EMERGENCY, Outcome.REPLACED);
    }

    @Test
    void aStopIsPublishedAlsoWhereWhatIsRetainedIsNoDocument() throws Exception {
        other.publishRetained(Topics.SYSTEM_UPDATES, "who knows".getBytes(UTF_8));

        CommandRun stop = rules("estop");

        assertThat(stop.exitCode()).isEqualTo(1);
        assertThat(stop.err())
                .contains("The stop was published, but what is retained is no document");
        await().untilAsserted(() -> assertThat(other.payloads().toString()).contains("ESTOP"));
        assertThat(rules("show").err()).contains("is no document, 'rules publish' replaces it");
        assertThat(rules("resume").exitCode()).isEqualTo(1);
        assertThat(rules("publish", file(PUMPS).toString()).exitCode()).isZero();
        assertThat(retained().payload()).contains("\"well\"");
    }

    @Test
    void withoutADocumentThereIsNothingToResume() {
        CommandRun run = rules("resume");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("No document is retained");
    }

    @Test
    void resumeSaysThatTheFarmIsStillPaused() throws Exception {
        retain(
                41,
                "{\"schema\":\"pythoflow.rules/1\",\"pause\":{\"reason\":\"pipe\"},\"zones\":{}}");

        assertThat(rules("resume").out())
                .contains(
                        "emergency stop lifted", "the farm is still paused: {\"reason\":\"pipe\"}");
    }

    @Test
    void whoWritesOverAnotherPutsItRight() throws Exception {
        retain(41, EMPTY);
        List<String> notices = new ArrayList<>();
        // The other one publishes after we have read and before we write.
        Change stop =
                newest -> {
                    if (newest.version() == 41) {
                        retain(42, PUMPS);
                    }
                    return stopping(newest);
                };

        SystemUpdate published = publish(stop, this::open, notices);

        // Whether ours was 42 or 43 depends on whether the other's was heard of in time.
        assertThat(published.version()).isBetween(43L, 44L);
        assertThat(retained()).isEqualTo(published);
        assertThat(published.payload()).contains("\"well\"", "\"emergency_stop\":true");
        assertThat(notices)
                .singleElement()
                .asString()
                .endsWith("beside [version 42 (update u-42)]; trying again on top of it");
    }

    @Test
    void whoIsWrittenOverTriesAgain() throws Exception {
        retain(41, EMPTY);
        List<String> notices = new ArrayList<>();
        int[] opened = {0};
        // The other one, who read before us, publishes before we look at what is retained.
        SystemTopic.Opener late =
                () -> {
                    opened[0]++;
                    if (opened[0] == 2) {
                        retain(42, PUMPS);
                    }
                    return open();
                };

        SystemUpdate published = publish(RulesCommandTest::stopping, late, notices);

        assertThat(published.version()).isEqualTo(43);
        assertThat(published.payload()).contains("\"well\"", "\"emergency_stop\":true");
        assertThat(retained()).isEqualTo(published);
        assertThat(notices).hasSize(1);
    }

    @Test
    void whoBuildsOnOursIsNoRival() throws Exception {
        retain(41, EMPTY);
        List<String> notices = new ArrayList<>();
        int[] opened = {0};
        SystemTopic.Opener late =
                () -> {
                    opened[0]++;
                    if (opened[0] == 2) {
                        retain(43, PUMPS);
                    }
                    return open();
                };

        SystemUpdate published = publish(RulesCommandTest::stopping, late, notices);

        assertThat(published.version()).isEqualTo(42);
        assertThat(retained().version()).isEqualTo(43);
        assertThat(notices).isEmpty();
    }

    @Test
    void ofTwoRivalsTheStopIsNotLost() throws Exception {
        retain(41, EMPTY);
        int[] opened = {0};
        SystemTopic.Opener late =
                () -> {
                    opened[0]++;
                    if (opened[0] == 2) {
                        retain(42, RulesMerge.STOP_ALONE);
                        retain(43, EMPTY);
                    }
                    return open();
                };
        Change pumps =
                newest ->
                        new Change.Order(
                                SystemUpdate.Type.RULES,
                                null,
                                merged(newest.payload(), PUMPS),
                                null);

        SystemUpdate published = publish(pumps, late, new ArrayList<>());

        assertThat(published.version()).isEqualTo(44);
        assertThat(published.payload()).contains("\"well\"", "\"emergency_stop\":true");
    }

    @RepeatedTest(5)
    void twoOperatorsAtOnceBothGetTheirWay() throws Exception {
        retain(41, EMPTY);
        Path file = file(PUMPS);

        CommandRun stop = CommandRun.start(arguments("estop"));
        CommandRun publish = CommandRun.start(arguments("publish", file.toString()));

        assertThat(stop.exitCode()).as(stop.err()).isZero();
        assertThat(publish.exitCode()).as(publish.err()).isZero();
        assertThat(retained().payload()).contains("\"emergency_stop\":true", "\"well\"");
    }

    private SystemUpdate publish(Change change, SystemTopic.Opener opener, List<String> notices)
            throws InterruptedException {
        try (SystemTopic topic = opener.open()) {
            assertThat(topic.newest()).isPresent();
            return new Publication(opener, Clock.fixed(NOON, ZoneOffset.UTC), notices::add)
                    .publish(topic, change);
        }
    }

    private SystemTopic open() throws InterruptedException {
        return SystemTopic.open(BrokerOptions.at(broker.address()), null, Duration.ofSeconds(5));
    }

    private static Change.Order stopping(SystemUpdate newest) {
        return new Change.Order(
                SystemUpdate.Type.ESTOP,
                RulesMerge.STOP,
                merged(newest.payload(), RulesMerge.STOP),
                null);
    }

    private static String merged(String document, String patch) {
        return Documents.read(document)
                .orElseThrow()
                .mergedWith(Documents.read(patch).orElseThrow())
                .text();
    }

    private CommandRun rules(String command, String... more) {
        return CommandRun.of(arguments(command, more));
    }

    private static String[] arguments(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of("rules", command));
        arguments.addAll(List.of(more));
        arguments.add("--broker=" + broker.address());
        arguments.add("--wait=0.5");
        return arguments.toArray(new String[0]);
    }

    private void retain(long version, String document) {
        other.publishRetained(
                Topics.SYSTEM_UPDATES,
                encoder.systemUpdate(
                        new SystemUpdate(
                                "u-" + version,
                                version,
                                NOON.toEpochMilli(),
                                NOON.toEpochMilli(),
                                SystemUpdate.ALL_ZONES,
                                SystemUpdate.Type.RULES,
                                Mode.REPLACE,
                                document)));
    }

    private SystemUpdate retained() throws InterruptedException {
        try (SystemTopic topic = open()) {
            return topic.newest().orElseThrow();
        }
    }

    /** System updates in the order they came over the topic, as soon as there are so many. */
    private List<SystemUpdate> heard(int count) {
        return await().until(this::heard, heard -> heard.size() >= count);
    }

    private List<SystemUpdate> heard() {
        List<SystemUpdate> updates = new ArrayList<>();
        for (String payload : other.payloads()) {
            try {
                updates.add(decoder.systemUpdate(payload.getBytes(UTF_8)));
            } catch (InvalidPayloadException e) {
                // An alert, or nothing at all.
            }
        }
        return updates;
    }

    private List<Outcome> outcomes(int count) {
        RuleSequence job = new RuleSequence(RuleSequence.State.NONE);
        return heard(count).stream().map(update -> job.apply(update).outcome()).toList();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("rules.json"), text);
    }
}
