package io.pythoflow.job.control.decision;

import static io.pythoflow.job.control.testing.ZoneBuilder.aZone;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.rules.Limits;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.decision.Gates.Verdict;
import io.pythoflow.job.control.decision.Situation.Bypass;
import io.pythoflow.job.control.decision.Situation.Pump;
import io.pythoflow.job.control.decision.Situation.Stops;
import io.pythoflow.job.control.decision.Situation.Valve;
import io.pythoflow.job.control.demand.Need;
import io.pythoflow.job.control.sense.Sensed;
import io.pythoflow.job.control.testing.ZoneBuilder;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GatesTest {
    /** A Thursday, 12:00 UTC. */
    private static final long NOON = 1_767_268_800_000L;

    private static final Set<Gate> NONE = EnumSet.noneOf(Gate.class);

    @Test
    void whereEveryGateIsOpenTheValveOpens() {
        Verdict verdict = Gates.pass(situation(NONE, Bypass.NOTHING));

        assertThat(verdict.opens()).isTrue();
        assertThat(verdict.why()).isEmpty();
        assertThat(verdict.gates()).hasSize(Gate.values().length).containsValue("passed");
        assertThat(Set.copyOf(verdict.gates().values())).containsExactly("passed");
    }

    @ParameterizedTest
    @CsvSource({
        "EMERGENCY_STOP, the emergency stop is pressed",
        "DISABLED, the zone is switched off",
        "PAUSED, watering is paused",
        "MAINTENANCE_LOCKOUT, the valve is locked out until it is reset",
        "GATEWAY_OFFLINE, the gateway is offline",
        "VALVE_BUSY, a run is started",
        "SENSORS, '0 of 1 sensors are healthy, 1 are needed'",
        "FROST, 'frost, the air has 1.5 °C'",
        "RAIN, it rains",
        "QUIET_HOURS, 12:00 is outside the allowed hours",
        "MIN_REST, the rest of 600 s is not over",
        "DAILY_RUN_CAP, '59 s of open time are left today, the run takes 60 s'",
        "DAILY_VOLUME_CAP, '24.0 L are left today, the run takes 25.0 L'",
        "PUMP_CAPACITY, 'the pump has 24.0 L/min left, the zone takes 25.0 L/min'",
        "DEMAND, soil moisture 30.0"
    })
    void aGateThatIsShutIsTheReason(Gate gate, String why) {
        Verdict verdict = Gates.pass(situation(EnumSet.of(gate), Bypass.NOTHING));

        assertThat(verdict.shut()).isEqualTo(gate);
        assertThat(verdict.why()).isEqualTo(why);
        for (Gate other : Gate.values()) {
            String expected =
                    other == gate ? "failed" : other.compareTo(gate) < 0 ? "passed" : "skipped";
            assertThat(verdict.gates()).containsEntry(Gates.word(other), expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofSeveralThatAreShutTheFirstIsTheReason(Gate first) {
        Set<Gate> shut = EnumSet.range(first, Gate.DEMAND);

        assertThat(Gates.pass(situation(shut, Bypass.NOTHING)).shut()).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource
    void aPersonIsStoppedByNothingButWhatProtectsPeopleAndPlants(Gate gate) {
        Set<Gate> passed = EnumSet.of(Gate.SENSORS, Gate.RAIN, Gate.QUIET_HOURS, Gate.DEMAND);

        Gate shut = Gates.pass(situation(EnumSet.of(gate), Bypass.MANUAL)).shut();

        assertThat(shut).isEqualTo(passed.contains(gate) ? null : gate);
    }

    @ParameterizedTest
    @EnumSource
    void aPulseNeedsNoRestAndNoThirstThatIsNotOver(Gate gate) {
        Set<Gate> passed = EnumSet.of(Gate.MIN_REST, Gate.DEMAND);

        Gate shut = Gates.pass(situation(EnumSet.of(gate), Bypass.PULSE)).shut();

        assertThat(shut).isEqualTo(passed.contains(gate) ? null : gate);
    }

    @Test
    void aPulseIsNotGivenToSoilThatHasEnough() {
        Situation at = situation(NONE, Bypass.PULSE);
        Situation wet = with(at, need(false, true), at.durationSeconds(), at.pump());

        assertThat(Gates.pass(wet).shut()).isEqualTo(Gate.DEMAND);
    }

    @Test
    void aThirstThatIsWorthNoRunIsNoDemand() {
        Situation at = situation(NONE, Bypass.NOTHING);

        assertThat(Gates.pass(with(at, at.need(), 0, at.pump())).shut()).isEqualTo(Gate.DEMAND);
    }

    @Test
    void rainThatHasFallenCountsAsFarAsTheRuleSays() {
        Zone zone = aZone().build();

        assertThat(Gates.rain(zone, sensed(1, false, 1.9, false))).isNull();
        assertThat(Gates.rain(zone, sensed(1, false, 2.0, false)))
                .isEqualTo("2.0 mm of rain within 1440 min");
        assertThat(Gates.rain(zone, sensed(1, false, null, false))).isNull();
    }

    @Test
    void aZoneWaitsForOneThatGoesFirst() {
        Situation at = situation(NONE, Bypass.NOTHING);
        Situation second = with(at, at.need(), at.durationSeconds(), new Pump(100, "z2"));

        assertThat(Gates.pass(second).why()).isEqualTo("zone z2 waits for the pump and goes first");
    }

    private static Situation situation(Set<Gate> shut, Bypass bypass) {
        double infinite = Double.POSITIVE_INFINITY;
        return new Situation(
                NOON,
                shut.contains(Gate.QUIET_HOURS)
                        ? zone().allowedBetween("06:00", "09:00").build()
                        : zone().build(),
                new Stops(
                        shut.contains(Gate.EMERGENCY_STOP),
                        shut.contains(Gate.DISABLED),
                        shut.contains(Gate.PAUSED),
                        shut.contains(Gate.GATEWAY_OFFLINE)),
                bypass,
                60,
                25,
                sensed(
                        shut.contains(Gate.SENSORS) ? 0 : 1,
                        shut.contains(Gate.FROST),
                        null,
                        shut.contains(Gate.RAIN)),
                need(!shut.contains(Gate.DEMAND), false),
                new Valve(
                        shut.contains(Gate.MAINTENANCE_LOCKOUT),
                        shut.contains(Gate.VALVE_BUSY) ? "a run is started" : null,
                        shut.contains(Gate.MIN_REST)
                                ? OptionalLong.of(NOON - 599_999)
                                : OptionalLong.of(NOON - 600_000),
                        shut.contains(Gate.DAILY_RUN_CAP) ? 59 : 60,
                        shut.contains(Gate.DAILY_VOLUME_CAP) ? 24 : 25),
                new Pump(shut.contains(Gate.PUMP_CAPACITY) ? 24 : infinite, null));
    }

    private static ZoneBuilder zone() {
        return aZone().limits(new Limits(30, 3600, null, null, 0, 600, 7200, null));
    }

    private static Situation with(Situation at, Need need, int durationSeconds, Pump pump) {
        return new Situation(
                at.now(),
                at.zone(),
                at.stops(),
                at.bypass(),
                durationSeconds,
                at.volumeLiters(),
                at.sensed(),
                need,
                at.valve(),
                pump);
    }

    private static Need need(boolean thirsty, boolean enough) {
        return new Need(
                thirsty,
                enough,
                20.0,
                24.0,
                null,
                null,
                null,
                0.5,
                3.0,
                thirsty ? Need.SOIL_DRY : Need.ABOVE_LOW,
                "soil moisture 30.0");
    }

    private static Sensed sensed(
            int healthy, boolean frost, @Nullable Double rainMm, boolean raining) {
        Map<String, String> faults = new HashMap<>();
        return new Sensed(
                18.0, "%VWC", healthy, 1, 1, faults, 5, NOON, 1.5, frost, rainMm, raining, null,
                null);
    }
}
