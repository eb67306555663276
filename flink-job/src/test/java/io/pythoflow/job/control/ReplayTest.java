package io.pythoflow.job.control;

import static io.pythoflow.job.testing.ReadingBuilder.NOON;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.sense.SensorReports;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final long MINUTE = 60_000;
    private static final ReplaySpan AN_HOUR = new ReplaySpan(NOON, NOON, NOON + 60 * MINUTE);

    @Test
    void aReadingIsEvaluatedWithTheNextTickAsLive() {
        Told told = new Told(AN_HOUR);
        told.hear(rules(NOON), soil(NOON + 30_100, 15));
        told.replay.finish();

        assertThat(told.rows)
                .filteredOn(row -> row.order() != null && row.outcome() == null)
                .extracting(Decision::decidedAt)
                .as("the first multiple of 250 ms")
                .contains(NOON + 30_250);
    }

    @Test
    void silenceIsNoticedWithoutAReading() {
        Told told = new Told(AN_HOUR);
        told.hear(rules(NOON), soil(NOON + 1_000, 40));
        told.replay.finish();

        Decision last = told.rows.get(told.rows.size() - 1);
        assertThat(last.reason()).isEqualTo("sensors");
        assertThat(last.inputs().faults()).containsEntry("A1", "stale");
        assertThat(told.rows)
                .filteredOn(row -> row.reason().equals("sensors") && row.decidedAt() > NOON + 1_000)
                .first()
                .extracting(Decision::decidedAt)
                .as("within ten seconds of five minutes after the reading")
                .satisfies(
                        at ->
                                assertThat((long) at)
                                        .isBetween(
                                                NOON + 5 * MINUTE + 1_000,
                                                NOON + 5 * MINUTE + 11_250));
    }

    @Test
    void whatCameTogetherIsToldInTheOrderOfItsMeasuring() {
        ControlInput earlier = soil(NOON + 1_000, NOON + 9_000, 30);
        ControlInput later = soil(NOON + 5_000, NOON + 9_000, 15);
        Told one = new Told(AN_HOUR);
        one.hear(rules(NOON), earlier, later);
        one.replay.finish();
        Told other = new Told(AN_HOUR);
        other.hear(rules(NOON), later, earlier);
        other.replay.finish();

        assertThat(other.rows).isEqualTo(one.rows);
        assertThat(one.rows).anyMatch(row -> row.reason().equals("soil_dry"));
    }

    @Test
    void theRulesComeBeforeWhatIsHeardInTheirMillisecond() {
        Told told = new Told(AN_HOUR);
        told.hear(soil(NOON, 15), rules(NOON));
        told.replay.finish();

        assertThat(told.rows.get(0).inputs().moisture()).isEqualTo(15);
    }

    @Test
    void timeDoesNotRunBackwards() {
        Told told = new Told(AN_HOUR);
        told.hear(rules(NOON), soil(NOON + 2_000, 30));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> told.replay.hear(soil(NOON + 1_999, 30)))
                .withMessageContaining("after what was heard at");
    }

    @Test
    void whatIsDecidedBeforeTheSpanIsSeenAndDoesNotCount() {
        ReplaySpan span = new ReplaySpan(NOON, NOON + 30 * MINUTE, NOON + 60 * MINUTE);
        Told told = new Told(span);
        told.hear(rules(NOON), soil(NOON + 1_000, 15));
        told.replay.finish();

        assertThat(told.seen).anyMatch(row -> row.decidedAt() < span.from());
        assertThat(told.rows)
                .isNotEmpty()
                .allMatch(row -> row.decidedAt() >= span.from() && row.decidedAt() < span.to());
    }

    @Test
    void aZoneIsShutForWhatItsLastRowSaysUntilTheNext() {
        Told told = new Told(AN_HOUR);
        told.hear(rules(NOON), soil(NOON + MINUTE, 15), soil(NOON + 2 * MINUTE, 15.5));
        told.replay.finish();
        ReplayTotals totals = new ReplayTotals(AN_HOUR);
        told.seen.forEach(totals::add);
        ReplayTotals.OfZone zone = totals.finish().get("field");

        assertThat(zone.openings()).isEqualTo(1);
        assertThat(zone.liters()).isEqualTo(250);
        assertThat(zone.shutMillis().values().stream().mapToLong(Long::longValue).sum())
                .as("all but from the opening to the next evaluation")
                .isEqualTo(60 * MINUTE - 10_000);
        assertThat(zone.shutMillis())
                .as("until the silence of its sensor closes it")
                .contains(entry("valve_busy", 6 * MINUTE));
    }

    @Test
    void anEmptySpanIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReplaySpan(NOON, NOON + 1, NOON + 1));
    }

    private static ControlInput soil(long at, double moisture) {
        return soil(at, at, moisture);
    }

    private static ControlInput soil(long measuredAt, long receivedAt, double moisture) {
        return ControlInput.of(
                SensorReports.of(
                                aReading()
                                        .at(measuredAt)
                                        .receivedAt(receivedAt)
                                        .with("soil_moisture", moisture)
                                        .build())
                        .orElseThrow());
    }

    private static ControlInput rules(long at) {
        String document =
                """
                {"schema": "pythoflow.rules/1", "zones": {"field": {
                  "sensors": ["A1"], "device": {"id": "valve-1", "protocol": "v1"},
                  "crop": "lettuce", "soil": "loam", "root_depth_m": 0.3, "area_m2": 50,
                  "flow_l_min": 25, "time_zone": "UTC", "sensing": {"stale_after_s": 300},
                  "demand": {"metric": "soil_moisture", "low": 22, "high": 30, "confirmations": 1},
                  "limits": {"max_run_s": 600, "min_rest_s": 3600},
                  "frost": {"below_c": "never"}}}}
                """;
        return ControlInput.of(new ActiveRules(0, document.getBytes(StandardCharsets.UTF_8), at));
    }

    /** A replay and what it said. */
    private static final class Told implements Replay.Output {
        private final List<Decision> seen = new ArrayList<>();
        private final List<Decision> rows = new ArrayList<>();
        private final Replay replay;

        Told(ReplaySpan span) {
            replay = new Replay(ControlSettings.evaluate(Duration.ofMinutes(5)), span, this);
        }

        void hear(ControlInput... inputs) {
            for (ControlInput input : inputs) {
                replay.hear(input);
            }
        }

        @Override
        public void seen(Decision row) {
            seen.add(row);
        }

        @Override
        public void decided(Decision row) {
            rows.add(row);
        }

        @Override
        public void alert(Alert alert) {}
    }
}
