package io.pythoflow.job.control.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.contract.payload.SystemUpdate.Mode;
import io.pythoflow.job.control.rules.RulesInForce.Kind;
import io.pythoflow.job.control.rules.RulesInForce.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesInForceTest {
    private static final long NOON = 1_735_732_800_000L;
    private static final long LATER = NOON + 60_000;

    private static final String RUNNING =
            "{\"schema\":\"pythoflow.rules/1\",\"emergency_stop\":false,\"zones\":{}}";
    private static final String STOPPED =
            "{\"schema\":\"pythoflow.rules/1\",\"emergency_stop\":true,\"zones\":{}}";
    private static final String RAINY = "{\"weather_sensors\":[\"W1\"]}";
    private static final String STOP = "{\"emergency_stop\":true}";

    private final RulesInForce rules = RulesInForce.none();

    @Test
    void beforeTheFirstRulesNothingIsInForce() {
        assertThat(rules.version()).isEqualTo(RulesInForce.NO_VERSION);
        assertThat(rules.active()).isNull();
    }

    @Test
    void aWholeDocumentIsInForceAsItCame() {
        Outcome outcome = rules.receive(whole(3, RUNNING), NOON);

        assertThat(outcome.kind()).isEqualTo(Kind.APPLIED);
        assertThat(outcome.alerts()).isEmpty();
        assertThat(outcome.changed().version()).isEqualTo(3);
        assertThat(outcome.changed().document()).isEqualTo(RUNNING.getBytes(UTF_8));
        assertThat(outcome.changed().appliedAt()).isEqualTo(NOON);
    }

    @Test
    void theSameDocumentOnceMoreChangesNothing() {
        rules.receive(whole(3, RUNNING), NOON);
        Outcome again = rules.receive(whole(3, RUNNING), LATER);

        assertThat(again.kind()).isEqualTo(Kind.UNCHANGED);
        assertThat(again.changed()).isNull();
        assertThat(rules.active().appliedAt()).isEqualTo(NOON);
    }

    @Test
    void whatIsWrongChangesNothingAndIsToldWithEveryReason() {
        rules.receive(whole(3, RUNNING), NOON);
        SystemMessage wrong =
                whole(
                        4,
                        "{\"schema\":\"pythoflow.rules/1\",\"emergency_stop\":1,\"sonnes\":{},\"zones\":{}}");
        Outcome outcome = rules.receive(wrong, LATER);

        assertThat(outcome.kind()).isEqualTo(Kind.REJECTED);
        assertThat(outcome.changed()).isNull();
        assertThat(rules.version()).isEqualTo(3);
        Alert alert = outcome.alerts().get(0);
        assertThat(alert.code()).isEqualTo(Alert.Code.RULES_REJECTED);
        assertThat(alert.severity()).isEqualTo(Severity.ERROR);
        assertThat(alert.rulesVersion()).isEqualTo(4);
        assertThat(alert.timestamp()).isEqualTo(LATER);
        assertThat(alert.message())
                .startsWith("Version 4 of the rules is refused; version 3 is in force: ")
                .contains("emergency_stop")
                .contains("sonnes");
        assertThat(rules.receive(wrong, LATER).alerts().get(0).alertId())
                .isEqualTo(alert.alertId());
    }

    @Test
    void reasonsAreToldAsFarAsAMessageCarriesThem() {
        StringBuilder manyUnknown = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            manyUnknown.append("\"unknown_key_%d\":1,".formatted(i));
        }
        Outcome outcome =
                rules.receive(
                        whole(
                                1,
                                "{\"schema\":\"pythoflow.rules/1\",%s\"zones\":{}}"
                                        .formatted(manyUnknown)),
                        NOON);

        assertThat(outcome.alerts().get(0).message())
                .contains("unknown_key_0")
                .containsPattern("and [\\d,]+ more$")
                .hasSizeLessThan(64 * 1024);
    }

    @Test
    void whatIsNoUpdateIsRefused() {
        Outcome outcome = rules.receive(new SystemMessage("{]".getBytes(UTF_8), false, NOON), NOON);

        assertThat(outcome.kind()).isEqualTo(Kind.REJECTED);
        assertThat(outcome.alerts().get(0).rulesVersion()).isNull();
        assertThat(outcome.alerts().get(0).message())
                .startsWith("A system update cannot be read; there are no rules in force: ");
    }

    @Test
    void theRemovalOfTheRetainedDocumentIsToldAndChangesNothing() {
        rules.receive(whole(3, STOPPED), NOON);
        Outcome outcome = rules.receive(new SystemMessage(new byte[0], true, LATER), LATER);

        assertThat(outcome.kind()).isEqualTo(Kind.UNCHANGED);
        assertThat(rules.version()).isEqualTo(3);
        assertThat(outcome.alerts().get(0).severity()).isEqualTo(Severity.WARN);
        assertThat(outcome.alerts().get(0).message())
                .contains("was removed; version 3 is in force");
    }

    @Test
    void aGapIsRaisedOnceAndClearedWhenTheLastOfItIsReached() {
        rules.receive(whole(3, RUNNING), NOON);
        Outcome first = rules.receive(part(5, SystemUpdate.Type.RULES, RAINY), NOON);
        Outcome second = rules.receive(part(6, SystemUpdate.Type.RULES, RAINY), NOON);
        Outcome early = rules.receive(whole(5, RUNNING), LATER);
        Outcome last = rules.receive(whole(6, STOPPED), LATER);

        assertThat(first.kind()).isEqualTo(Kind.GAP);
        assertThat(first.alerts())
                .singleElement()
                .satisfies(
                        raised -> {
                            assertThat(raised.code()).isEqualTo(Alert.Code.RULES_GAP);
                            assertThat(raised.state()).isEqualTo(Alert.State.RAISED);
                            assertThat(raised.rulesVersion()).isEqualTo(5);
                        });
        assertThat(second).isEqualTo(new Outcome(Kind.UNCHANGED, null, List.of()));
        assertThat(early.alerts()).isEmpty();
        assertThat(last.alerts())
                .singleElement()
                .satisfies(
                        cleared -> {
                            assertThat(cleared.alertId())
                                    .isEqualTo(first.alerts().get(0).alertId());
                            assertThat(cleared.state()).isEqualTo(Alert.State.CLEARED);
                            assertThat(cleared.rulesVersion()).isEqualTo(6);
                        });
    }

    @Test
    void anEmergencyStopHoldsBeforeThereAreRules() {
        Outcome outcome = rules.receive(part(9, SystemUpdate.Type.ESTOP, STOP), NOON);

        assertThat(outcome.kind()).isEqualTo(Kind.APPLIED);
        assertThat(text(outcome.changed())).contains("\"emergency_stop\":true");
        assertThat(rules.version()).isEqualTo(RulesInForce.INITIAL_VERSION);
        assertThat(outcome.alerts().get(0).code()).isEqualTo(Alert.Code.RULES_GAP);
    }

    @Test
    void anEmergencyStopDoesNotWaitForAGap() {
        rules.receive(whole(3, RUNNING), NOON);
        Outcome outcome = rules.receive(part(7, SystemUpdate.Type.ESTOP, STOP), LATER);

        assertThat(text(outcome.changed())).contains("\"emergency_stop\":true");
        assertThat(rules.version()).isEqualTo(3);
        assertThat(outcome.alerts().get(0).code()).isEqualTo(Alert.Code.RULES_GAP);
    }

    @Test
    void otherRulesToBeginWithLiftNoEmergencyStop() throws Exception {
        rules.receive(part(9, SystemUpdate.Type.ESTOP, STOP), NOON);
        RulesInForce restored = throughState(rules);
        restored.beginWith(RUNNING.getBytes(UTF_8), LATER);

        assertThat(text(restored.active())).contains("\"emergency_stop\":true");
    }

    @Test
    void rulesOfTheBrokerAreNotBegunAnew() {
        rules.receive(whole(3, RUNNING), NOON);

        assertThatThrownBy(() -> rules.beginWith(RUNNING.getBytes(UTF_8), LATER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version 3 is in force");
    }

    @Test
    void stateKeepsRulesAndGap() throws Exception {
        rules.receive(whole(3, RUNNING), NOON);
        Alert raised = rules.receive(part(5, SystemUpdate.Type.RULES, RAINY), NOON).alerts().get(0);
        RulesInForce restored = throughState(rules);

        assertThat(restored.active()).usingRecursiveComparison().isEqualTo(rules.active());
        assertThat(restored.receive(part(6, SystemUpdate.Type.RULES, RAINY), LATER).kind())
                .isEqualTo(Kind.UNCHANGED);
        assertThat(restored.receive(whole(6, RUNNING), LATER).alerts())
                .singleElement()
                .satisfies(cleared -> assertThat(cleared.alertId()).isEqualTo(raised.alertId()));
    }

    @Test
    void theFirstFormatStays() throws Exception {
        rules.receive(whole(3, RUNNING), NOON);
        rules.receive(part(5, SystemUpdate.Type.RULES, RAINY), NOON);
        String golden =
                "01"
                        + "0000000000000003"
                        + "%08x".formatted(RUNNING.length())
                        + HexFormat.of().formatHex(RUNNING.getBytes(UTF_8))
                        + "0000000000000000"
                        + "0000019421bcaa00"
                        + "0000000000000005"
                        + "0000000000000005";

        assertThat(HexFormat.of().formatHex(bytes(rules))).isEqualTo(golden);
        assertThat(bytes(throughState(rules))).isEqualTo(bytes(rules));
    }

    @Test
    void anUnknownFormatIsRefused() {
        assertThatThrownBy(
                        () ->
                                RulesInForce.read(
                                        new DataInputStream(
                                                new ByteArrayInputStream(new byte[] {2}))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining("format 1");
    }

    private static RulesInForce throughState(RulesInForce rules) throws IOException {
        return RulesInForce.read(new DataInputStream(new ByteArrayInputStream(bytes(rules))));
    }

    private static byte[] bytes(RulesInForce rules) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        rules.write(new DataOutputStream(out));
        return out.toByteArray();
    }

    private static String text(ActiveRules active) {
        return new String(active.document(), UTF_8);
    }

    private static SystemMessage whole(long version, String document) {
        return message(version, SystemUpdate.Type.RULES, Mode.REPLACE, document);
    }

    private static SystemMessage part(long version, SystemUpdate.Type type, String patch) {
        return message(version, type, Mode.MERGE, patch);
    }

    private static SystemMessage message(
            long version, SystemUpdate.Type type, Mode mode, String payload) {
        return new SystemMessage(
                new MessageEncoder()
                        .systemUpdate(
                                new SystemUpdate(
                                        "u-" + version,
                                        version,
                                        NOON,
                                        NOON,
                                        List.of("*"),
                                        type,
                                        mode,
                                        payload)),
                mode == Mode.REPLACE,
                NOON);
    }
}
