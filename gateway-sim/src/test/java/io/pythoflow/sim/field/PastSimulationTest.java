package io.pythoflow.sim.field;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.TimestampSource;
import io.pythoflow.sim.field.fault.Fault;
import io.pythoflow.sim.field.fault.FaultSelection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PastSimulationTest {

    private static final FaultSelection ALL_BUT_NO_CLOCK =
            new FaultSelection(EnumSet.complementOf(EnumSet.of(Fault.NO_CLOCK)), 0.2);

    private final Past day = ToldField.days(1);

    @Test
    void readingsAreThoseOfABufferThatDrainsNow() {
        ToldField told = told(FaultSelection.none());

        assertThat(told.readings())
                .hasSize(readingsUntilNow(day))
                .allSatisfy(
                        reading -> {
                            assertThat(reading.historical()).isTrue();
                            assertThat(reading.timestampSource()).isEqualTo(TimestampSource.DEVICE);
                            assertThat(reading.timestamp())
                                    .isBetween(day.startMillis(), day.endMillis());
                        });
        assertThat(told.messages())
                .filteredOn(sent -> sent.topic().endsWith("/data"))
                .allSatisfy(
                        sent ->
                                assertThat(ToldField.text(sent))
                                        .contains("\"sent_ts\":" + day.endMillis() + ","));
    }

    @Test
    void whatGatewaysSayOfThemselvesCarriesThePastsTimesToo() {
        ToldField told = told(ToldField.only(Fault.GAPS, 0.05));

        assertThat(told.gateways())
                .hasSizeGreaterThan(100)
                .allSatisfy(status -> assertThat(status.timestamp()).satisfies(this::isPast));
        assertThat(told.diagnostics())
                .hasSizeGreaterThan(100)
                .allSatisfy(said -> assertThat(said.timestamp()).satisfies(this::isPast));
        assertThat(told.valves())
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(valve -> assertThat(valve.timestamp()).satisfies(this::isPast));
        assertThat(told.errors())
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error.timestamp()).satisfies(this::isPast));
    }

    @Test
    void endsWithEveryGatewayOffline() {
        List<OutgoingMessage> messages = told(ALL_BUT_NO_CLOCK).messages();
        ToldField told = told(ALL_BUT_NO_CLOCK);

        List<OutgoingMessage> last = messages.subList(messages.size() - 2, messages.size());

        assertThat(last)
                .allSatisfy(
                        sent ->
                                assertThat(ToldField.text(sent))
                                        .contains("\"state\":\"offline\"")
                                        .contains("\"ts\":" + day.endMillis()));
        assertThat(told.gateways().subList(0, told.gateways().size() - 2))
                .allSatisfy(
                        status -> assertThat(status.state()).isEqualTo(GatewayStatus.State.ONLINE));
    }

    @Test
    void noonOfTheFieldIsNoonOfTheFarm() {
        List<Reading> readings = told(FaultSelection.none()).readings();

        assertThat(meanUv(readings, LocalTime.of(11, 0), LocalTime.of(13, 0)))
                .isGreaterThan(meanUv(readings, LocalTime.of(6, 30), LocalTime.of(8, 0)))
                .isGreaterThan(meanUv(readings, LocalTime.of(16, 0), LocalTime.of(18, 0)));
    }

    @Test
    void itIsTheSameHoweverOftenItIsAsked() {
        FieldConfig config = ToldField.config(ALL_BUT_NO_CLOCK, day);

        List<String> atOnce = texts(config, now -> day.endMillis());

        assertThat(atOnce)
                .hasSizeGreaterThan(1000)
                .isEqualTo(texts(config, now -> now + 1_234_567))
                .isEqualTo(told(ALL_BUT_NO_CLOCK).texts());
    }

    @Test
    void whatAGatewayThatIsCutOffStillKeepsIsSentInTheEnd() {
        ToldField told = told(ToldField.only(Fault.BACKLOG, 0.5));

        assertThat(told.readings()).hasSize(readingsUntilNow(day));
        for (String gateway : List.of("irrigation-gateway-000", "irrigation-gateway-001")) {
            List<Reading> its =
                    told.readings().stream()
                            .filter(reading -> gateway.equals(reading.gatewayId()))
                            .toList();
            assertThat(its)
                    .extracting(Reading::sequence)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, its.size()).boxed().toList());
        }
    }

    @Test
    void delaysCountInTheFieldsTime() {
        ToldField told = told(ToldField.only(Fault.OUT_OF_ORDER, 0.1));

        int goodbyes = told.messages().size() - 2;
        assertThat(told.messages().subList(0, goodbyes))
                .extracting(OutgoingMessage::sendMillis)
                .isSortedAccordingTo(Comparator.naturalOrder());
        Map<String, Long> newest = new HashMap<>();
        List<Long> behind = new ArrayList<>();
        for (Reading reading : told.readings()) {
            long before = newest.merge(reading.sensorId(), reading.timestamp(), Math::max);
            behind.add(before - reading.timestamp());
        }
        assertThat(behind)
                .filteredOn(millis -> millis > 0)
                .hasSizeGreaterThan(50)
                .allSatisfy(
                        millis -> assertThat(millis / 600_000).as("intervals").isBetween(1L, 5L));
    }

    @Test
    void faultsStrikeAsInThePresent() {
        FieldConfig config = ToldField.config(ALL_BUT_NO_CLOCK, day);
        FieldSimulation field = FieldSimulation.of(config, day);

        field.advanceTo(day.endMillis());

        assertThat(Arrays.stream(Fault.values()).filter(fault -> field.faults().count(fault) > 0))
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.of(Fault.NO_CLOCK)));
        ToldField told = told(ALL_BUT_NO_CLOCK);
        assertThat(told.rejected()).isNotEmpty();
        assertThat(told.readings())
                .allSatisfy(
                        reading ->
                                assertThat(reading.timestampSource())
                                        .isEqualTo(TimestampSource.DEVICE));
    }

    @Test
    void anotherPastOfTheSameFieldIsAnotherLifeOfItsGateways() {
        Past other = Past.of(Duration.ofDays(1), ToldField.FARM, ToldField.NOW.plusSeconds(86_400));

        assertThat(bootIds(told(FaultSelection.none())))
                .doesNotContainAnyElementsOf(
                        bootIds(
                                ToldField.past(
                                        ToldField.config(FaultSelection.none(), day), other)));
    }

    private ToldField told(FaultSelection faults) {
        return ToldField.past(ToldField.config(faults, day), day);
    }

    private void isPast(Long millis) {
        assertThat(millis).isBetween(day.startMillis(), day.endMillis());
    }

    /** One per interval and sensor, and one more of the sensor that begins and ends with all. */
    private static int readingsUntilNow(Past past) {
        return 8 * Math.toIntExact((past.endMillis() - past.startMillis()) / 600_000) + 1;
    }

    private static List<String> texts(FieldConfig config, LongUnaryOperator nextAsked) {
        Past past = ToldField.days(1);
        FieldSimulation field = FieldSimulation.of(config, past);
        List<OutgoingMessage> messages = new ArrayList<>();
        long asked = past.startMillis();
        while (asked < past.endMillis()) {
            asked = Math.min(nextAsked.applyAsLong(asked), past.endMillis());
            messages.addAll(field.advanceTo(asked));
        }
        messages.addAll(field.flush(past.endMillis()));
        messages.addAll(field.stop(past.endMillis()));
        return messages.stream()
                .map(sent -> sent.sendMillis() + sent.topic() + new String(sent.payload(), UTF_8))
                .toList();
    }

    private static double meanUv(List<Reading> readings, LocalTime from, LocalTime to) {
        return readings.stream()
                .filter(
                        reading -> {
                            LocalTime time =
                                    Instant.ofEpochMilli(reading.timestamp())
                                            .atZone(ToldField.FARM)
                                            .toLocalTime();
                            return !time.isBefore(from) && time.isBefore(to);
                        })
                .flatMap(reading -> reading.measurements().stream())
                .filter(measured -> measured.metric().equals(Metric.UV_INTENSITY.metricName()))
                .mapToDouble(Measurement::value)
                .average()
                .orElseThrow();
    }

    private static Set<String> bootIds(ToldField told) {
        return Set.copyOf(told.gateways().stream().map(GatewayStatus::bootId).toList());
    }
}
