package io.pythoflow.contract.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.contract.payload.SystemUpdate.Mode;
import io.pythoflow.contract.rules.RuleSequence.Outcome;
import io.pythoflow.contract.rules.RuleSequence.State;
import io.pythoflow.contract.rules.RuleSequence.Step;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSequenceTest {

    private static final String RULES = RulesText.SMALLEST;
    private static final String MORE_AREA = "{\"zones\":{\"field-01.A\":{\"area_m2\":150}}}";
    private static final String LARGER = RulesText.changed(MORE_AREA);
    private static final String BAD =
            "{\"zones\":{\"field-01.A\":{\"area_m2\":-1,\"crop\":\"weed\"}}}";

    private final RuleSequence sequence = new RuleSequence(State.NONE);

    @Nested
    class Wholes {

        @Test
        void theFirstOneIsInForceWhateverItsVersion() {
            Step step = sequence.apply(Updates.whole(41, RULES));

            assertThat(step.outcome()).isEqualTo(Outcome.REPLACED);
            assertThat(step.state()).isEqualTo(new State(41, RULES, 0));
            assertThat(step.reasons()).isEmpty();
            assertThat(sequence.state()).isEqualTo(step.state());
        }

        @Test
        void aHigherOneReplacesAlsoAcrossAGap() {
            sequence.apply(Updates.whole(41, RULES));

            Step step = sequence.apply(Updates.whole(57, LARGER));

            assertThat(step.outcome()).isEqualTo(Outcome.REPLACED);
            assertThat(step.state()).isEqualTo(new State(57, LARGER, 0));
        }

        @Test
        void anEqualOneAgainIsNoNews() {
            sequence.apply(Updates.whole(41, RULES));
            String otherwiseWritten = RULES.replace(":100", " : 1.0e2").replace(",", ",\n");

            assertThat(sequence.apply(Updates.whole(41, RULES)).outcome())
                    .isEqualTo(Outcome.IGNORED);
            Step step = sequence.apply(Updates.whole(41, otherwiseWritten));

            assertThat(step.outcome()).isEqualTo(Outcome.IGNORED);
            assertThat(step.state()).isEqualTo(new State(41, RULES, 0));
            assertThat(step.reasons()).isEmpty();
        }

        @Test
        void anotherOneOfTheSameVersionReplaces() {
            sequence.apply(Updates.whole(41, RULES));

            assertThat(sequence.apply(Updates.whole(41, LARGER)).outcome())
                    .isEqualTo(Outcome.REPLACED);
            assertThat(sequence.state()).isEqualTo(new State(41, LARGER, 0));
        }

        @Test
        void anOlderOneIsIgnored() {
            sequence.apply(Updates.whole(41, RULES));

            Step step = sequence.apply(Updates.whole(40, LARGER));

            assertThat(step.outcome()).isEqualTo(Outcome.IGNORED);
            assertThat(step.reasons())
                    .containsExactly("version is 40, not above 41, which is in force");
            assertThat(sequence.state()).isEqualTo(new State(41, RULES, 0));
        }

        @Test
        void aBadOneChangesNothingAndEveryReasonIsSaid() {
            sequence.apply(Updates.whole(41, RULES));

            Step step = sequence.apply(Updates.whole(42, RulesText.changed(BAD)));

            assertThat(step.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(step.outcome().changes()).isFalse();
            assertThat(step.reasons()).hasSize(2);
            assertThat(sequence.state()).isEqualTo(new State(41, RULES, 0));
        }

        @Test
        void oneForLaterIsRejectedSinceNothingWaits() {
            SystemUpdate later =
                    new SystemUpdate(
                            "u",
                            1,
                            Updates.NOON,
                            Updates.NOON + 1,
                            SystemUpdate.ALL_ZONES,
                            SystemUpdate.Type.RULES,
                            Mode.REPLACE,
                            RULES);

            Step step = sequence.apply(later);

            assertThat(step.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(step.reasons())
                    .containsExactly(
                            "effective_ts is 1777629600001, later than issued_ts, 1777629600000;"
                                    + " publish the update when it is to hold");
        }
    }

    @Nested
    class Parts {

        @Test
        void theNextOneIsMerged() {
            sequence.apply(Updates.whole(41, RULES));

            Step step = sequence.apply(Updates.part(42, MORE_AREA));

            assertThat(step.outcome()).isEqualTo(Outcome.APPLIED);
            assertThat(step.state()).isEqualTo(new State(42, LARGER, 0));
        }

        @Test
        void theWholeThatFollowsIsNoNews() {
            sequence.apply(Updates.whole(41, RULES));
            sequence.apply(Updates.part(42, MORE_AREA));

            assertThat(sequence.apply(Updates.whole(42, LARGER)).outcome())
                    .isEqualTo(Outcome.IGNORED);
        }

        @ParameterizedTest
        @CsvSource({"41", "40", "1"})
        void theSameOrAnOlderOneIsIgnored(long version) {
            sequence.apply(Updates.whole(41, RULES));

            assertThat(sequence.apply(Updates.part(version, MORE_AREA)).outcome())
                    .isEqualTo(Outcome.IGNORED);
            assertThat(sequence.state()).isEqualTo(new State(41, RULES, 0));
        }

        @Test
        void acrossAGapOneWaitsForTheWhole() {
            sequence.apply(Updates.whole(41, RULES));

            Step step = sequence.apply(Updates.part(43, MORE_AREA));

            assertThat(step.outcome()).isEqualTo(Outcome.GAP);
            assertThat(step.reasons())
                    .containsExactly("version is 43 after 41; the whole document has to come");
            assertThat(sequence.state()).isEqualTo(new State(41, RULES, 0));
            assertThat(sequence.apply(Updates.whole(43, LARGER)).outcome())
                    .isEqualTo(Outcome.REPLACED);
        }

        @Test
        void beforeTheFirstRulesOneWaitsForTheWhole() {
            Step step = sequence.apply(Updates.part(1, MORE_AREA));

            assertThat(step.outcome()).isEqualTo(Outcome.GAP);
            assertThat(step.reasons())
                    .containsExactly(
                            "version is 1 and there are no rules yet; the whole document has to"
                                    + " come");
            assertThat(sequence.state()).isEqualTo(State.NONE);
        }

        @Test
        void noneIsMergedIntoTheRulesOfAFile() {
            RuleSequence initial = new RuleSequence(new State(0, RULES, 0));

            assertThat(initial.apply(Updates.part(1, MORE_AREA)).outcome()).isEqualTo(Outcome.GAP);
            assertThat(initial.apply(Updates.whole(1, LARGER)).outcome())
                    .isEqualTo(Outcome.REPLACED);
        }

        @Test
        void aBadOneChangesNothingAndEveryReasonIsSaid() {
            sequence.apply(Updates.whole(41, RULES));

            Step step = sequence.apply(Updates.part(42, BAD));

            assertThat(step.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(step.reasons())
                    .containsExactly(
                            "zones.field-01.A.crop is \"weed\", give one of tomato, lettuce,"
                                    + " potato, maize, cotton, soybean, grape, citrus, wheat",
                            "zones.field-01.A.area_m2 is -1, give a number, above 0 to 1000000");
            assertThat(sequence.state()).isEqualTo(new State(41, RULES, 0));
            assertThat(sequence.apply(Updates.part(42, MORE_AREA)).outcome())
                    .isEqualTo(Outcome.APPLIED);
        }
    }

    @Nested
    class EmergencyStop {

        @Test
        void theNextVersionStopsAndTheOneAfterLiftsIt() {
            sequence.apply(Updates.whole(41, RULES));

            Step stopped = sequence.apply(Updates.stop(42));
            Step resumed =
                    sequence.apply(
                            Updates.part(
                                    43, SystemUpdate.Type.RESUME, "{\"emergency_stop\":false}"));

            assertThat(stopped.outcome()).isEqualTo(Outcome.APPLIED);
            assertThat(stopped.state().document()).matches(RulesMerge::isStopped);
            assertThat(resumed.outcome()).isEqualTo(Outcome.APPLIED);
            assertThat(resumed.state().document()).matches(d -> !RulesMerge.isStopped(d));
        }

        @Test
        void doesNotWaitAcrossAGap() {
            sequence.apply(Updates.whole(41, RULES));

            Step step = sequence.apply(Updates.stop(50));

            assertThat(step.outcome()).isEqualTo(Outcome.EMERGENCY);
            assertThat(step.outcome().changes()).isTrue();
            assertThat(step.reasons())
                    .containsExactly("version is 50 after 41; the whole document has to come");
            assertThat(step.state())
                    .isEqualTo(new State(41, RulesText.changed(RulesMerge.STOP), 50));
        }

        @Test
        void isNotLiftedByDocumentsThatDoNotKnowOfIt() {
            sequence.apply(Updates.whole(41, RULES));
            sequence.apply(Updates.stop(50));

            // 1. The retained document, read again after a reconnect.
            assertThat(sequence.apply(Updates.whole(41, RULES)).outcome())
                    .isEqualTo(Outcome.IGNORED);
            // 2. A part that was under way.
            sequence.apply(Updates.part(42, MORE_AREA));
            assertThat(sequence.state().document()).matches(RulesMerge::isStopped);
            // 3. A whole that won the race for the version of the stop.
            assertThat(sequence.apply(Updates.whole(50, LARGER)).outcome())
                    .isEqualTo(Outcome.REPLACED);
            assertThat(sequence.state())
                    .isEqualTo(new State(50, RulesText.changed(LARGER, RulesMerge.STOP), 50));
            // 4. The next version was written after it.
            assertThat(sequence.apply(Updates.whole(51, LARGER)).outcome())
                    .isEqualTo(Outcome.REPLACED);
            assertThat(sequence.state()).isEqualTo(new State(51, LARGER, 0));
        }

        @Test
        void isObeyedBeforeThereAreRules() {
            Step step = sequence.apply(Updates.stop(7));

            assertThat(step.outcome()).isEqualTo(Outcome.EMERGENCY);
            assertThat(step.state()).isEqualTo(new State(0, RulesMerge.STOP_ALONE, 7));
            sequence.apply(Updates.whole(6, RULES));
            assertThat(sequence.state().document()).matches(RulesMerge::isStopped);
            sequence.apply(Updates.whole(8, RULES));
            assertThat(sequence.state()).isEqualTo(new State(8, RULES, 0));
        }

        @Test
        void isObeyedOverTheRulesOfAFile() {
            RuleSequence initial = new RuleSequence(new State(0, RULES, 0));

            initial.apply(Updates.stop(7));

            assertThat(initial.state())
                    .isEqualTo(new State(0, RulesText.changed(RulesMerge.STOP), 7));
        }

        @Test
        void isObeyedThoughAnotherUpdateTookItsVersion() {
            sequence.apply(Updates.whole(41, RULES));
            sequence.apply(Updates.part(42, MORE_AREA));

            Step step = sequence.apply(Updates.stop(42));

            assertThat(step.outcome()).isEqualTo(Outcome.EMERGENCY);
            assertThat(step.reasons())
                    .containsExactly(
                            "version is 42 though 42 is in force: another update came first; only"
                                    + " the stop is obeyed");
            // The whole that belongs to the other update does not lift it.
            sequence.apply(Updates.whole(42, LARGER));
            assertThat(sequence.state().document()).matches(RulesMerge::isStopped);
            // Nor does an update whose author has not seen it, nor the whole of that one.
            sequence.apply(Updates.part(43, "{\"zones\":{\"field-01.A\":{\"mode\":\"off\"}}}"));
            sequence.apply(Updates.whole(43, LARGER));
            assertThat(sequence.state().document()).matches(RulesMerge::isStopped);
            assertThat(sequence.state().version()).isEqualTo(43);
            // Whoever lifts it says so.
            sequence.apply(
                    Updates.part(44, SystemUpdate.Type.RESUME, "{\"emergency_stop\":false}"));
            assertThat(sequence.state().document()).matches(d -> !RulesMerge.isStopped(d));
            assertThat(sequence.state().stoppedThrough()).isZero();
        }

        @Test
        void isNotObeyedAgainWhenItIsDeliveredAgain() {
            SystemUpdate stop = Updates.stop(42);
            sequence.apply(Updates.whole(41, RULES));
            sequence.apply(stop);
            sequence.apply(
                    Updates.part(43, SystemUpdate.Type.RESUME, "{\"emergency_stop\":false}"));

            assertThat(sequence.apply(stop).outcome()).isEqualTo(Outcome.IGNORED);
            assertThat(sequence.state().document()).matches(d -> !RulesMerge.isStopped(d));
        }

        @Test
        void anOlderOneThatIsInForceAlreadyIsIgnored() {
            sequence.apply(Updates.whole(41, RulesText.changed(RulesMerge.STOP)));

            assertThat(sequence.apply(Updates.stop(41)).outcome()).isEqualTo(Outcome.IGNORED);
        }

        @Test
        void isObeyedThoughTheRestOfItsUpdateIsWrong() {
            sequence.apply(Updates.whole(41, RULES));
            String bad = RulesText.changed(RulesText.changed(BAD), RulesMerge.STOP);

            Step whole = sequence.apply(Updates.whole(42, bad));

            assertThat(whole.outcome()).isEqualTo(Outcome.EMERGENCY);
            assertThat(whole.reasons()).hasSize(2);
            assertThat(whole.state())
                    .isEqualTo(new State(41, RulesText.changed(RulesMerge.STOP), 42));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "ESTOP | REPLACE | {\"emergency_stop\":true} | APPLIED",
                    "ESTOP | MERGE | {} | APPLIED",
                    "RULES | MERGE | {\"emergency_stop\":true} | APPLIED",
                    "ESTOP | MERGE | {\"emergency_stop\":\"yes\"} | EMERGENCY",
                    "ESTOP | MERGE | {\"emergency_stop\":true,\"why\":1} | EMERGENCY",
                    "RULES | MERGE | {\"emergency_stop\":true,\"why\":1} | EMERGENCY",
                    "PAUSE | MERGE | {\"emergency_stop\":true} | EMERGENCY",
                })
        void isUnderstoodHoweverItIsPut(
                SystemUpdate.Type type, Mode mode, String payload, Outcome outcome) {
            sequence.apply(Updates.whole(41, RULES));

            Step step =
                    sequence.apply(Updates.update(42, type, mode, SystemUpdate.ALL_ZONES, payload));

            assertThat(step.outcome()).isEqualTo(outcome);
            assertThat(step.state().document()).matches(RulesMerge::isStopped);
        }

        @Test
        void findsRoomInTheLargestDocumentAndSoDoesItsEnd() throws Exception {
            String largest = RulesText.SMALLEST + " ".repeat(RulesText.ROOM);
            assertThatThrownBy(() -> new RulesCodec().read(largest + " "))
                    .isInstanceOf(InvalidRulesException.class);
            // White space would be gone after the first merge, so the reason of a pause fills it.
            String full =
                    RulesText.changed(
                            "{\"pause\":{\"reason\":\""
                                    + "x".repeat(RulesText.ROOM - ",'pause':{'reason':''}".length())
                                    + "\"}}");
            assertThat(full).hasSameSizeAs(largest);
            sequence.apply(Updates.whole(41, full));

            assertThat(sequence.apply(Updates.stop(42)).outcome()).isEqualTo(Outcome.APPLIED);
            assertThat(
                            sequence.apply(
                                            Updates.part(
                                                    43,
                                                    SystemUpdate.Type.RESUME,
                                                    "{\"emergency_stop\":false}"))
                                    .outcome())
                    .isEqualTo(Outcome.APPLIED);
        }
    }

    @Test
    void goesOnFromItsState() {
        sequence.apply(Updates.whole(41, RULES));
        sequence.apply(Updates.stop(50));

        RuleSequence restarted = new RuleSequence(sequence.state());

        assertThat(restarted.apply(Updates.whole(50, RULES)).state().document())
                .matches(RulesMerge::isStopped);
        assertThat(restarted.apply(Updates.whole(51, RULES)).state())
                .isEqualTo(new State(51, RULES, 0));
    }

    @Test
    void aStateOfAnOlderCodecIsReplacedNotArguedWith() {
        RuleSequence old = new RuleSequence(new State(41, "{\"wet\":true}", 0));

        assertThat(old.apply(Updates.whole(41, RULES)).outcome()).isEqualTo(Outcome.REPLACED);
    }

    @Test
    void aVersionWithoutADocumentIsNoState() {
        assertThatThrownBy(() -> new State(1, null, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Rules have version 1 and document null");
    }

    @Test
    void equalUpdatesLeadToEqualRules() {
        List<SystemUpdate> updates =
                List.of(
                        Updates.whole(3, RULES),
                        Updates.part(4, MORE_AREA),
                        Updates.stop(4),
                        Updates.whole(5, LARGER),
                        Updates.part(7, BAD));
        RuleSequence other = new RuleSequence(State.NONE);

        updates.forEach(sequence::apply);
        updates.forEach(other::apply);

        assertThat(other.state()).isEqualTo(sequence.state());
        assertThat(other.state().version()).isEqualTo(5);
    }
}
