package io.pythoflow.job.control;

import static io.pythoflow.job.testing.ReadingBuilder.NOON;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.sense.SensorReports;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        assertThat(told.alerts).isPositive();
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
        assertThat(told.alerts).as("of the sensor that fell silent before").isZero();
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

    @Test
    void aBacklogOpensTheValveInTheOrderOfMeasuringAlone() {
        List<Reading> backlog = new ArrayList<>();
        for (int minute = 1; minute < 60; minute += 5) {
            backlog.add(
                    aReading()
                            .at(NOON + minute * MINUTE)
                            .receivedAt(NOON + 59 * MINUTE + minute)
                            .fromBuffer()
                            .with("soil_moisture", 15)
                            .build());
        }
        Told received = new Told(AN_HOUR);
        received.hear(rules(NOON));
        backlog.forEach(reading -> received.hear(ReplayOrder.RECEIVED, reading));
        received.replay.finish();
        Told measured = new Told(AN_HOUR);
        measured.hear(rules(NOON));
        backlog.forEach(reading -> measured.hear(ReplayOrder.MEASURED, reading));
        measured.replay.finish();

        assertThat(received.openings()).isEmpty();
        assertThat(measured.openings())
                .extracting(Decision::decidedAt)
                .containsExactly(NOON + MINUTE);
    }

    @Test
    void modelledSoilIsWetterForTheWaterThatWasAdvised() {
        Told recorded = dryMorning(ReplaySoil.RECORDED, 0);
        Told modelled = dryMorning(ReplaySoil.MODELLED, 0);

        assertThat(recorded.openings()).as("again and again").hasSize(7);
        assertThat(modelled.openings()).hasSize(1);
        Decision opening = modelled.openings().get(0);
        assertThat(opening.inputs().moisture()).isEqualTo(21);
        assertThat(opening.order().depthMm()).as("from 21 to 23 %").isEqualTo(6);
        assertThat(modelled.last().inputs().moisture())
                .as("what the crop took of it since is less than a millimetre an hour")
                .isBetween(21.5, 23.0);
        assertThat(recorded.last().inputs().moisture()).isEqualTo(21);
        assertThat(modelled.rows)
                .filteredOn(row -> row.outcome() != null)
                .extracting(row -> row.outcome().result())
                .containsExactly(Decision.ADVISED);
    }

    @Test
    void theControllerKnowsThatItsAdviceWasTaken() {
        Told modelled = dryMorning(ReplaySoil.MODELLED, 0);

        assertThat(modelled.last().inputs().depletionMm())
                .as("12 mm at the start, 6 mm given, the crop's taken")
                .isBetween(8.0, 10.0);
    }

    @Test
    void twoReplaysOverModelledSoilGiveEqualRows() {
        assertThat(dryMorning(ReplaySoil.MODELLED, 0).rows)
                .isEqualTo(dryMorning(ReplaySoil.MODELLED, 0).rows);
    }

    @Test
    void theModelledSoilsWaterIsToldPerZone() {
        Told modelled = dryMorning(ReplaySoil.MODELLED, 0);
        Map<SoilFigure, Double> figures = modelled.replay.soilFigures().get("field");

        assertThat(figures.get(SoilFigure.HOURS)).as("the first measured it").isEqualTo(7);
        assertThat(figures.get(SoilFigure.BEGAN_PERCENT)).isEqualTo(21);
        assertThat(figures.get(SoilFigure.GIVEN_MM)).isCloseTo(6, within(1e-9));
        assertThat(figures.get(SoilFigure.CROP_MM)).isPositive();
        assertThat(figures.get(SoilFigure.ENDED_PERCENT))
                .isCloseTo(23 - figures.get(SoilFigure.CROP_MM) / 3, within(1e-9));
        assertThat(modelled.replay.depthMm("field", 100)).isEqualTo(1.8);
    }

    @Test
    void waterThatWasReallyGivenEntersTheBalanceOfTheRecordedSoil() {
        Told dry = dryMorning(ReplaySoil.RECORDED, 0);
        Told watered = dryMorning(ReplaySoil.RECORDED, 2.5);

        assertThat(dry.last().inputs().depletionMm() - watered.last().inputs().depletionMm())
                .as("5 minutes of 2.5 L/min an hour are 0.225 mm, less what the sensors draw back")
                .isBetween(1.2, 1.6);
        assertThat(watered.replay.soilFigures().get("field"))
                .containsEntry(SoilFigure.MEASURED_LITERS, 87.5)
                .hasEntrySatisfying(
                        SoilFigure.MEASURED_MM,
                        mm -> assertThat(mm).isCloseTo(1.575, within(1e-9)));
    }

    @Test
    void waterThatWasReallyGivenIsNeitherALeakNorARunOfTheRules() {
        Told dry = dryMorning(ReplaySoil.RECORDED, 0);
        Told watered = dryMorning(ReplaySoil.RECORDED, 40);

        assertThat(watered.alerts).isEqualTo(dry.alerts);
        assertThat(watered.rows).noneMatch(row -> row.reason().equals("maintenance_lockout"));
        assertThat(watered.openings())
                .as("demand by moisture opens by what the sensors say, and rests by its own runs")
                .extracting(Decision::decidedAt)
                .isEqualTo(dry.openings().stream().map(Decision::decidedAt).toList());
    }

    @Test
    void modelledSoilKnowsNothingOfTheWaterThatWasReallyGiven() {
        assertThat(dryMorning(ReplaySoil.MODELLED, 40).last().inputs().depletionMm())
                .isEqualTo(dryMorning(ReplaySoil.MODELLED, 0).last().inputs().depletionMm());
    }

    /**
     * Eight hours in which the sensor says 21 % every five minutes, and once an hour a flow.
     *
     * @param litersPerMinute of the first reading of each hour but the first
     */
    private static Told dryMorning(ReplaySoil soil, double litersPerMinute) {
        Told told = new Told(new ReplaySpan(NOON, NOON, NOON + 480 * MINUTE), soil);
        told.hear(rules(NOON, SITED));
        for (int minute = 0; minute < 480; minute += 5) {
            told.hear(
                    ReplayOrder.MEASURED,
                    aReading()
                            .at(NOON + minute * MINUTE)
                            .every(300)
                            .with("soil_moisture", 21)
                            .with("temperature", 25 + minute / 100.0)
                            .with("humidity", 50)
                            .with("solar_radiation", 600)
                            .with("flow_rate", minute > 0 && minute % 60 == 0 ? litersPerMinute : 0)
                            .build());
        }
        told.replay.finish();
        return told;
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

    private static final String SITED =
            """
            {"schema": "pythoflow.rules/1", "zones": {"field": {
              "sensors": ["A1"], "flow_sensor": "A1",
              "device": {"id": "valve-1", "protocol": "v1"},
              "crop": "lettuce", "soil": "loam", "root_depth_m": 0.3, "area_m2": 50,
              "flow_l_min": 25, "time_zone": "UTC",
              "site": {"latitude": 45, "longitude": 10, "elevation_m": 50},
              "demand": {"metric": "soil_moisture", "low": 21.5, "high": 23, "confirmations": 1},
              "limits": {"max_run_s": 1800, "min_rest_s": 3600, "max_run_s_per_day": 86400},
              "frost": {"below_c": "never"}}}}
            """;

    private static ControlInput rules(long at) {
        return rules(
                at,
                """
                {"schema": "pythoflow.rules/1", "zones": {"field": {
                  "sensors": ["A1"], "device": {"id": "valve-1", "protocol": "v1"},
                  "crop": "lettuce", "soil": "loam", "root_depth_m": 0.3, "area_m2": 50,
                  "flow_l_min": 25, "time_zone": "UTC", "sensing": {"stale_after_s": 300},
                  "demand": {"metric": "soil_moisture", "low": 22, "high": 30, "confirmations": 1},
                  "limits": {"max_run_s": 600, "min_rest_s": 3600},
                  "frost": {"below_c": "never"}}}}
                """);
    }

    private static ControlInput rules(long at, String document) {
        return ControlInput.of(new ActiveRules(0, document.getBytes(StandardCharsets.UTF_8), at));
    }

    /** A replay and what it said. */
    private static final class Told implements Replay.Output {
        private final List<Decision> seen = new ArrayList<>();
        private final List<Decision> rows = new ArrayList<>();
        private final Replay replay;
        private int alerts;

        Told(ReplaySpan span) {
            this(span, ReplaySoil.RECORDED);
        }

        Told(ReplaySpan span, ReplaySoil soil) {
            replay =
                    new Replay(
                            ControlSettings.evaluate(Duration.ofMinutes(5), soil.advice()),
                            span,
                            soil,
                            this);
        }

        void hear(ReplayOrder order, Reading reading) {
            SensorReports.of(reading)
                    .flatMap(order::heard)
                    .map(ControlInput::of)
                    .ifPresent(this::hear);
        }

        List<Decision> openings() {
            return rows.stream()
                    .filter(row -> row.order() != null && row.outcome() == null)
                    .toList();
        }

        Decision last() {
            return rows.get(rows.size() - 1);
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
        public void alert(Alert alert) {
            alerts++;
        }
    }
}
