package io.pythoflow.job.frozen;

import static io.pythoflow.job.frozen.Story.BEGIN;
import static io.pythoflow.job.frozen.Story.DRY;
import static io.pythoflow.job.frozen.Story.FOLDED;
import static io.pythoflow.job.frozen.Story.NEW_SENSORS;
import static io.pythoflow.job.frozen.Story.minutes;
import static io.pythoflow.job.frozen.Story.moisture;
import static io.pythoflow.job.frozen.Story.seconds;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.control.ControlMessage;
import io.pythoflow.job.mqtt.MqttSlot;
import io.pythoflow.job.mqtt.MqttSlot.Purpose;
import io.pythoflow.job.testing.Lake;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;

/**
 * What a job does that begins with the savepoint of a {@link Story}, and none does that begins with
 * nothing. Each assertion says which state it is about.
 */
final class Sequel {

    /** One less than before the savepoint. */
    static final int SLOTS = Story.SLOTS - 1;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RunningJob job;
    private final Farm farm;
    private final Lake lake;

    /** A lost state is seen in more than one place, and not first in its own. */
    private final SoftAssertions softly = new SoftAssertions();

    Sequel(RunningJob job, Lake lake) {
        this.job = job;
        this.farm = new Farm(job);
        this.lake = lake;
    }

    /** Lets it happen, to a job that has just started at {@link Story#END}. */
    void happens() throws Exception {
        sessionsAreKnown();
        whatWasOrderedIsPublished();
        whatWasNotRegisteredIs();
        knownSensorsPassWhileNewOnesDoNot();
        copiesAndNewReadingsCome();
        windowsGoOn();
        rulesAreObeyed();
        valvesClose();
        rowsAppear();
        softly.assertAll();
    }

    private void sessionsAreKnown() {
        await("the slots").atMost(PATIENCE).until(() -> !job.messages().slots().isEmpty());
        softly.assertThat(job.messages().slots())
                .as("messages (enumerator): known sessions, and one more than there are slots")
                .extracting(
                        MqttSlot::index, MqttSlot::purpose, MqttSlot::sessionKnown, MqttSlot::live)
                .containsExactly(
                        tuple(0, Purpose.READ, true, true),
                        tuple(1, Purpose.READ, true, true),
                        tuple(2, Purpose.DRAIN, true, true));
    }

    /** Committers begin with what they had, before anything else runs. */
    private void whatWasOrderedIsPublished() {
        softly.assertThat(openings())
                .as("Sink Committer: openings, streaming_committer_raw_states")
                .containsExactly("ordered");
    }

    private void whatWasNotRegisteredIs() throws Exception {
        Heard.startCatalogue();
        job.advanceTo(Story.END + seconds(1));
        String early = "sensor_aggregates/dt=2025-06-01/hour=10";
        softly.assertThatCode(
                        () ->
                                await().atMost(PATIENCE)
                                        .until(() -> Heard.partitions().contains(early)))
                .as("sensor-aggregates-table: partition-registrar, pending-partitions")
                .doesNotThrowAnyException();
    }

    /** All that may be new in an hour are; whoever passes after that was known. */
    private void knownSensorsPassWhileNewOnesDoNot() {
        for (int i = 0; i <= NEW_SENSORS; i++) {
            farm.measures(aReading().of("new-" + i).at(TaskClock.now()).with("rain", 1));
        }
    }

    private void copiesAndNewReadingsCome() {
        // Event time has not passed since the restore; the state knows that it is too late.
        farm.measures(aReading().of("late").at(BEGIN - minutes(24 * 60 + 30)).with("rain", 1));
        farm.measures(Story.byId());
        farm.measures(Story.byTime());
        farm.measures(Story.byReceipt());
        farm.measuresAsOriginally(Story.original());
        long now = TaskClock.now();
        Stream.of("by-id", "by-time", "by-receipt", "original")
                .forEach(sensor -> farm.measures(aReading().of(sensor).at(now).with("rain", 4)));
        farm.measures(Story.folded(FOLDED));
        // Unknown to the oldest versions, and one too many.
        farm.measures(Story.busy(0));
    }

    private void windowsGoOn() throws Exception {
        job.advanceTo(BEGIN + minutes(2));
        job.messages().watermark(BEGIN + minutes(10));
    }

    private void rulesAreObeyed() throws Exception {
        farm.reportsShut("idle");
        farm.reportsShut("spent");
        farm.measures(moisture("idle", DRY));
        farm.measures(moisture("spent", DRY));
        farm.reports("gateway-lost", GatewayStatus.State.ONLINE);
        job.advanceTo(BEGIN + minutes(2) + seconds(20));
        job.commit();
        softly.assertThat(openings())
                .as("control, controller: rules that nobody sent again")
                .containsExactly("ordered", "idle");
        farm.changesRules(Story.RULES_VERSION + 1, "{\"weather_sensors\": [\"weather\"]}");
        job.settle();
        softly.assertThat(alerts(Alert.State.RAISED))
                .as("rules, rules-in-force: the version that a change is of")
                .doesNotContain(Alert.Code.RULES_GAP);
        softly.assertThat(alerts(Alert.State.CLEARED))
                .as("control, controller: the gateway was away before the savepoint")
                .contains(Alert.Code.GATEWAY_OFFLINE);
    }

    /** It was opened 70 s after the beginning, for 90 s, and its device has 11.8 s of grace. */
    private void valvesClose() throws Exception {
        job.advanceTo(BEGIN + seconds(170));
        job.settle();
        softly.assertThat(closings())
                .as("control, controller: the valve's time is not over")
                .doesNotContain("opened");
        job.advanceTo(BEGIN + seconds(173));
        job.settle();
        softly.assertThat(closings())
                .as("control, controller: the valve's time is over")
                .contains("opened");
    }

    private void rowsAppear() throws Exception {
        job.advanceTo(BEGIN + minutes(20));
        job.commit();
        readingsAppear();
        copiesAreFoundAmongMany();
        aggregatesAppear();
        softly.assertThat(
                        lake.count(
                                "SELECT count(*) FROM {rejected_messages} WHERE topic LIKE '%broken%'"))
                .as("rejected-messages-table, writer_raw_states: the row that waited")
                .isEqualTo(1);
        softly.assertThat(
                        lake.count(
                                "SELECT count(*) FROM {rejected_messages} WHERE reason = 'too_many_sensors' AND topic NOT LIKE '%busy%'"))
                .as("admission, known-sensors: of %d new sensors", NEW_SENSORS + 1)
                .isEqualTo(1);
        softly.assertThat(
                        lake.count(
                                "SELECT count(*) FROM {gateway_events} WHERE device_id = 'spent'"))
                .as("gateway-events-table, writer_raw_states: three answers that waited, one new")
                .isEqualTo(4);
        softly.assertThat(
                        lake.query(
                                "SELECT DISTINCT run_s_today FROM {irrigation_decisions} WHERE zone_id = 'spent' AND reason = 'daily_run_cap' AND epoch_ms(decided_at) > "
                                        + Story.END))
                .as("control, controller: the day's budget of the zone")
                .containsExactly(List.of(90.0));
        softly.assertThat(
                        lake.query(
                                "SELECT DISTINCT rules_version FROM {irrigation_decisions} WHERE zone_id = 'idle' AND action = 'OPEN'"))
                .as("control, controller: the version of its rules")
                .containsExactly(List.of(Story.RULES_VERSION));
        softly.assertThat(
                        lake.query(
                                "SELECT zone_id, kind FROM {irrigation_decisions} WHERE action = 'OPEN' AND epoch_ms(recorded_at) <= "
                                        + Story.END
                                        + " ORDER BY 1, 2"))
                .as(
                        "Sink Committer: irrigation-decisions-table, streaming_committer_raw_states: files that waited")
                .containsExactly(
                        List.of("opened", "evaluation"),
                        List.of("ordered", "evaluation"),
                        List.of("spent", "evaluation"),
                        List.of("spent", "outcome"));
    }

    private void readingsAppear() {
        softly.assertThat(
                        lake.query(
                                "SELECT sensor_id, count(*) FROM {readings} WHERE sensor_id NOT LIKE 'new%' AND sensor_id <> 'busy' GROUP BY 1 ORDER BY 1"))
                .as(
                        "readings-table, writer_raw_states: rows that waited; deduplicate, seen-by-hour, seen-by-generation and recent-contents: copies after the restore")
                .containsExactly(
                        List.of("by-id", 2L),
                        List.of("by-receipt", 2L),
                        List.of("by-time", 2L),
                        List.of("early", 1L),
                        List.of("folded", FOLDED + 1L),
                        List.of("idle", 2L),
                        List.of("late", 4L),
                        List.of("opened", 1L),
                        List.of("ordered", 1L),
                        List.of("original", 2L),
                        List.of("spent", 2L));
    }

    private void copiesAreFoundAmongMany() {
        softly.assertThat(
                        lake.count(
                                "SELECT count(*) - count(DISTINCT message_id) FROM {readings} WHERE sensor_id = 'busy'"))
                .as("deduplicate, full-by-hour and filters-by-hour: a copy of the first reading")
                .isZero();
    }

    private void aggregatesAppear() {
        softly.assertThat(
                        lake.query(
                                """
                                SELECT sensor_id, metric, revision, "count", sum, duplicate_count
                                FROM {sensor_aggregates}
                                WHERE sensor_id IN ('by-id', 'by-time', 'by-receipt', 'original', 'late', 'early', 'folded')
                                ORDER BY 1, 2, 3"""))
                .as(
                        "windows, windows and marked: old readings and new ones, revisions go on; windows, watermark: no row of what was too late")
                .containsExactly(
                        List.of("by-id", "rain", 0, 2L, 5.0, 2L),
                        List.of("by-receipt", "rain", 0, 2L, 5.0, 2L),
                        List.of("by-time", "rain", 0, 2L, 5.0, 2L),
                        List.of("early", "rain", 0, 1L, 1.0, 0L),
                        List.of("folded", "rain", 0, FOLDED + 1L, FOLDED * (FOLDED + 1) / 2.0, 0L),
                        List.of("late", "rain", 0, 1L, 10.0, 0L),
                        List.of("late", "rain", 1, 2L, 30.0, 0L),
                        List.of("late", "rain", 2, 3L, 60.0, 0L),
                        List.of("original", "rain", 0, 1L, 4.0, 0L),
                        List.of("original", "soil_moisture_relative", 0, 1L, 30.0, 2L),
                        List.of("original", "temperature", 0, 1L, 20.0, 2L));
    }

    /** Whose valves were told to open, in order. */
    private static List<String> openings() {
        return Heard.openings().stream()
                .map(one -> Topics.commandDeviceIdOf(one.topic()).orElseThrow())
                .toList();
    }

    /** Whose valves were told to close, each once. */
    private static List<String> closings() {
        return Heard.by("messages", ControlMessage.class).stream()
                .filter(one -> one.command() != null && one.command().command() != null)
                .filter(one -> one.command().command().action() == Command.Action.CLOSE)
                .map(one -> one.command().deviceId())
                .distinct()
                .toList();
    }

    private static List<Alert.Code> alerts(Alert.State state) {
        return Heard.by("messages", ControlMessage.class).stream()
                .filter(one -> one.alert() != null && one.alert().state() == state)
                .map(one -> one.alert().code())
                .toList();
    }
}
