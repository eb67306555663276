package io.pythoflow.sim.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.sim.field.fault.Fault;
import io.pythoflow.sim.field.fault.FaultSelection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A field that waters itself says what its valves do when it changes. */
class RuledValvesTest {

    private static final double LITERS_PER_MINUTE = 25;

    private final Past past = ToldField.days(8);
    private final FieldConfig usual = ToldField.config(FaultSelection.none(), past);

    @Test
    void everyValveSaysWhatItDoesAtTheStart() {
        ToldField told = ToldField.past(usual, past);

        assertThat(told.valves())
                .filteredOn(valve -> valve.timestamp() == past.startMillis())
                .extracting(ValveStatus::deviceId)
                .containsExactly("000-A", "000-B", "001-A", "001-B");
    }

    @Test
    void valvesOpenAtSixAndCloseWhenTheSoilIsRefilled() {
        ToldField told = ToldField.past(usual, past);

        List<ValveStatus> openings = openings(told.valves());
        assertThat(openings).hasSizeGreaterThan(2);
        for (ValveStatus opening : openings) {
            ValveStatus closing = next(told.valves(opening.deviceId()), opening);
            assertThat(
                            Instant.ofEpochMilli(opening.timestamp())
                                    .atZone(ToldField.FARM)
                                    .toLocalTime())
                    .isEqualTo(LocalTime.of(6, 0));
            assertThat(opening.flowLitersPerMinute()).isEqualTo(LITERS_PER_MINUTE);
            assertThat(closing.state()).isEqualTo(ValveState.CLOSED);
            assertThat(closing.flowLitersPerMinute()).isZero();
            assertThat(closing.remainingSeconds()).isZero();
            assertThat((closing.timestamp() - opening.timestamp()) / 1000.0)
                    .isCloseTo(opening.remainingSeconds(), within(0.051));
        }
    }

    @Test
    void theFlowMetersMeasureWhatTheValvesSay() {
        ToldField told = ToldField.past(usual, past);

        double said =
                openings(told.valves("000-A")).stream()
                        .mapToDouble(opening -> opening.remainingSeconds() / 60 * LITERS_PER_MINUTE)
                        .sum();
        double measured =
                told.readings().stream()
                        .filter(reading -> reading.sensorId().equals("000-A1"))
                        .flatMap(reading -> reading.measurements().stream())
                        .filter(value -> value.metric().equals(Metric.FLOW_RATE.metricName()))
                        .mapToDouble(Measurement::value)
                        .map(litersPerMinute -> litersPerMinute * 10)
                        .sum();
        assertThat(said).isGreaterThan(100);
        // The meters round to a tenth of a litre per minute.
        assertThat(measured).isCloseTo(said, within(0.05 * 10 * 20));
    }

    @Test
    void nothingIsSaidTwice() {
        ToldField told = ToldField.past(usual, past);

        for (String device : List.of("000-A", "000-B", "001-A", "001-B")) {
            List<ValveState> states = told.valves(device).stream().map(ValveStatus::state).toList();
            for (int i = 1; i < states.size(); i++) {
                assertThat(states.get(i)).as("%s %d", device, i).isNotEqualTo(states.get(i - 1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 720, 7.3})
    void theSameInThePresentAtAnyTimeLapse(double timeLapse) {
        FieldConfig config = ToldField.config(FaultSelection.none(), past, timeLapse);
        Duration eightDays = Duration.ofMillis(Math.round(8 * 86_400_000 / timeLapse));
        long start = past.startMillis();

        ToldField told = ToldField.live(config, start, eightDays);

        List<ValveStatus> openings = openings(told.valves());
        assertThat(openings).hasSizeGreaterThan(2);
        for (ValveStatus opening : openings) {
            double days = (opening.timestamp() - start) * timeLapse / 86_400_000;
            assertThat(days - Math.rint(days)).isBetween(0.0, timeLapse / 86_400_000 + 1e-9);
            ValveStatus closing = next(told.valves(opening.deviceId()), opening);
            assertThat((closing.timestamp() - opening.timestamp()) / 1000.0)
                    .isCloseTo(opening.remainingSeconds(), within(0.052));
        }
    }

    @Test
    void aGatewayThatIsCutOffTellsLaterWithTheTimesOfThen() {
        FieldConfig config = ToldField.config(ToldField.only(Fault.BACKLOG, 0.5), past);

        ToldField told = ToldField.past(config, past);

        ToldField uncut = ToldField.past(usual, past);
        assertThat(openingTimes(told)).containsAll(openingTimes(uncut));
        List<Long> waited = new ArrayList<>();
        told.messages().stream()
                .filter(sent -> sent.topic().endsWith("/ack"))
                .filter(sent -> ToldField.text(sent).contains("\"open\""))
                .forEach(
                        sent -> {
                            String text = ToldField.text(sent);
                            int at = text.indexOf("\"ts\":") + 5;
                            long ts = Long.parseLong(text.substring(at, text.indexOf(',', at)));
                            waited.add(sent.sendMillis() - ts);
                        });
        assertThat(waited).anyMatch(millis -> millis > 600_000);
    }

    @Test
    void whatIsOpenInTheEndIsShutBeforeTheGatewayIsGone() {
        ValveStatus opening = openings(ToldField.past(usual, past).valves()).get(0);
        Past untilThen = new Past(past.start(), opening.timestamp() + 1000);

        ToldField told = ToldField.past(usual, untilThen);

        List<ValveStatus> its = told.valves(opening.deviceId());
        assertThat(its.get(its.size() - 1).state()).isEqualTo(ValveState.CLOSED);
        assertThat(its.get(its.size() - 2).state()).isEqualTo(ValveState.OPEN);
        assertThat(told.gateways().get(told.gateways().size() - 1))
                .satisfies(
                        last -> {
                            assertThat(last.state()).isEqualTo(GatewayStatus.State.OFFLINE);
                            assertThat(last.valves())
                                    .allMatch(valve -> valve.state() == ValveState.CLOSED);
                        });
    }

    private static List<String> openingTimes(ToldField told) {
        return openings(told.valves()).stream()
                .map(opening -> opening.deviceId() + opening.timestamp())
                .toList();
    }

    private static List<ValveStatus> openings(List<ValveStatus> valves) {
        return valves.stream().filter(valve -> valve.state() == ValveState.OPEN).toList();
    }

    private static ValveStatus next(List<ValveStatus> valves, ValveStatus after) {
        return valves.get(valves.indexOf(after) + 1);
    }
}
