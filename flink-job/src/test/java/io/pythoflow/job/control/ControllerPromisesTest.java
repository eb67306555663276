package io.pythoflow.job.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.control.ReadingTraffic.Extra;
import io.pythoflow.job.control.decision.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * What is promised of every valve, held against histories in which nearly everything goes wrong;
 * and that each of these tests fails where the control loop has the fault it is about.
 */
class ControllerPromisesTest {
    private static final int HISTORIES = 24;

    /** Beside each of these there is a second one, with copies. */
    private static final int COPIED_HISTORIES = 4;

    private static final Map<Promise, List<String>> BROKEN = new EnumMap<>(Promise.class);
    private static final Map<String, Integer> REACHED = new TreeMap<>();

    @BeforeAll
    static void liveThroughHistories() {
        for (int seed = 1; seed <= HISTORIES; seed++) {
            Chronicle chronicle = FarmHistory.of(seed, new Tampering());
            chronicle.reached.forEach((what, times) -> REACHED.merge(what, times, Integer::sum));
            for (var broken : chronicle.broken.entrySet()) {
                BROKEN.computeIfAbsent(broken.getKey(), one -> new ArrayList<>())
                        .add("history " + seed + " at " + broken.getValue());
            }
        }
    }

    @AfterAll
    static void tellWhatWasReached() {
        StringBuilder told =
                new StringBuilder(HISTORIES + " histories of the control loop reached");
        REACHED.forEach((what, times) -> told.append("%n%,9d %s".formatted(times, what)));
        System.out.println(told);
    }

    private static void assertKept(Promise promise) {
        assertThat(BROKEN.getOrDefault(promise, List.of())).as(promise.toString()).isEmpty();
    }

    @Test
    void noZoneHasMoreThanOneOpenCommand() {
        assertKept(Promise.ONE_OPEN_COMMAND);
    }

    @Test
    void theFlowsOfAPumpNeverExceedItsCapacity() {
        assertKept(Promise.PUMP_CAPACITY);
    }

    @Test
    void nothingOpensWithoutFreshHealthyInputUnlessAPersonOrdersIt() {
        assertKept(Promise.HEALTHY_INPUT);
    }

    @Test
    void noValveThatObeysIsOpenForLongerThanItsLongestRun() {
        assertKept(Promise.RUN_LENGTH);
    }

    @Test
    void aValveThatStaysOpenPastItsTimeIsToldToCloseUntilItDoes() {
        assertKept(Promise.PAST_MAXIMUM);
    }

    @Test
    void aValveRestsBetweenWaterings() {
        assertKept(Promise.REST);
    }

    @Test
    void nothingOpensInFrost() {
        assertKept(Promise.FROST);
    }

    @Test
    void nothingOpensInRainUnlessAPersonOrdersIt() {
        assertKept(Promise.RAIN);
    }

    @Test
    void nothingOpensInQuietHoursUnlessAPersonOrdersIt() {
        assertKept(Promise.QUIET_HOURS);
    }

    @Test
    void nothingOpensWhileTheEmergencyStopIsPressed() {
        assertKept(Promise.EMERGENCY_STOP);
    }

    @Test
    void nothingOpensDuringAPause() {
        assertKept(Promise.PAUSE);
    }

    @Test
    void nothingOpensThatIsLockedOut() {
        assertKept(Promise.LOCK_OUT);
    }

    @Test
    void nothingOpensWhoseGatewayIsAway() {
        assertKept(Promise.OFFLINE);
    }

    @Test
    void nothingOpensThatIsOnlyAdvisedOrSwitchedOff() {
        assertKept(Promise.MODE);
    }

    @Test
    void noDaysOpenTimeExceedsItsCap() {
        assertKept(Promise.RUN_BUDGET);
    }

    @Test
    void noDaysWaterExceedsItsCap() {
        assertKept(Promise.VOLUME_BUDGET);
    }

    @Test
    void everyEvaluationIsInExactlyOneRow() {
        assertKept(Promise.AUDIT);
    }

    @Test
    void everyOpeningHasItsRow() {
        assertKept(Promise.OPEN_ROW);
    }

    @Test
    void everyRunHasExactlyOneOutcome() {
        assertKept(Promise.OUTCOME_ROW);
    }

    @Test
    void noDecisionOpensAValveTwice() {
        assertKept(Promise.ONE_OPENING);
    }

    @Test
    void noIdOfACommandIsEverAnothers() {
        assertKept(Promise.COMMAND_IDS);
    }

    @Test
    void afterARestoreNothingOpensBeforeItsDeviceWasHeardOrMustHaveClosed() {
        assertKept(Promise.RESTORE);
    }

    @Test
    void anOriginalDeviceIsToldToWaterOnceAndNothingElse() {
        assertKept(Promise.ORIGINAL);
    }

    @Test
    void noReadingInDoubtOpensAValve() {
        assertKept(Promise.DOUBT);
    }

    @Test
    void anEmergencyStopGoesToEveryDeviceUntilItAnswersAndClosesItsValves() {
        assertKept(Promise.STOP_ALL);
    }

    @Test
    void nothingButAnOpeningCarriesTheKeysThatOpen() {
        assertKept(Promise.CLOSE_KEYS);
    }

    @Test
    void copiesAndLateAndOvertakenReadingsChangeNoDecision() {
        for (int seed = 1; seed <= COPIED_HISTORIES; seed++) {
            assertThat(decisions(seed, new Tampering(), Extra.COPIES))
                    .as("history " + seed)
                    .isEqualTo(decisions(seed, new Tampering(), Extra.NOTHING));
        }
    }

    @Test
    void copiesAndLateAndOvertakenReadingsChangeDecisionsWhereReceiptIsTakenForTime() {
        Fault fault = Fault.TAKES_RECEIPT_FOR_TIME;

        assertThat(decisions(1, fault.tampering(), Extra.COPIES))
                .isNotEqualTo(decisions(1, fault.tampering(), Extra.NOTHING));
    }

    private static List<String> decisions(long seed, Tampering tampering, Extra extra) {
        return FarmHistory.of(seed, tampering, extra).rows.stream()
                .map(ControllerPromisesTest::essence)
                .toList();
    }

    /** Everything but what has to differ: what led to the evaluation, and what was heard last. */
    private static String essence(Decision row) {
        return "%s %s %d %s %s %d %s %s"
                .formatted(
                        row.zoneId(),
                        row.kind(),
                        row.decidedAt(),
                        row.action(),
                        row.reason(),
                        row.evaluations(),
                        row.order(),
                        row.outcome());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(value = Fault.class, mode = Mode.EXCLUDE, names = "TAKES_RECEIPT_FOR_TIME")
    void everyOneOfTheseTestsFailsOnItsFault(Fault fault) {
        boolean found = false;
        for (int seed = 1; seed <= HISTORIES && !found; seed++) {
            found =
                    FarmHistory.untilBroken(seed, fault.tampering(), fault.promise())
                            .broken
                            .containsKey(fault.promise());
        }

        assertThat(found).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "openings, 500",
        "evaluation soil_dry, 200",
        "evaluation depleted, 50",
        "evaluation pulse, 50",
        "evaluation manual, 50",
        "evaluation emergency_stop, 200",
        "evaluation disabled, 200",
        "evaluation paused, 200",
        "evaluation maintenance_lockout, 50",
        "evaluation gateway_offline, 50",
        "evaluation valve_busy, 200",
        "evaluation sensors, 200",
        "evaluation frost, 200",
        "evaluation rain, 200",
        "evaluation quiet_hours, 100",
        "evaluation min_rest, 200",
        "evaluation daily_run_cap, 100",
        "evaluation daily_volume_cap, 30",
        "evaluation pump_capacity, 200",
        "evaluation demand, 200",
        "outcome completed, 200",
        "outcome delivered, 100",
        "outcome aborted, 50",
        "outcome rejected, 10",
        "outcome expired, 5",
        "outcome timed_out, 20",
        "outcome unknown, 10",
        "outcome advised, 5",
        "alert LOCKED_OUT RAISED, 15",
        "alert RUN_PAST_MAXIMUM RAISED, 20",
        "alert FLOW_AFTER_CLOSE RAISED, 10",
        "alert NO_FLOW RAISED, 5",
        "alert OVER_FLOW RAISED, 3",
        "alert UNKNOWN_OUTCOME RAISED, 10",
        "published OPEN, 50",
        "published CLOSE, 500",
        "published STOP_ALL, 300",
        "published original, 100",
        "restarts, 150",
        "restarts from an older snapshot, 40",
        "checkpoints failed, 1000",
        "spells without checkpoint, 30",
        "emergency stops, 60",
        "pauses, 100",
        "frosts, 50",
        "rains, 50",
        "gateways away, 100",
        "zones removed, 60",
        "readings doubled, 10000",
        "readings late, 1000",
        "readings in doubt, 3000"
    })
    void theHistoriesReachWhatTheyAreAbout(String what, int times) {
        assertThat(REACHED.getOrDefault(what, 0)).isGreaterThanOrEqualTo(times);
    }

    @Test
    void everyPromiseHasAFaultItFailsOn() {
        assertThat(Arrays.stream(Fault.values()).map(Fault::promise))
                .containsExactlyInAnyOrder(Promise.values());
    }
}
