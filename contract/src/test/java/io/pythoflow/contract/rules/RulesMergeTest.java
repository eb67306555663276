package io.pythoflow.contract.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.contract.payload.SystemUpdate.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesMergeTest {

    private static final String DOCUMENT =
            "{\"schema\":\"s\",\"pause\":{\"reason\":\"pipe\"},"
                    + "\"zones\":{\"A\":{\"area_m2\":1,\"crop\":\"x\"},\"B\":{\"area_m2\":2}}}";

    /** The cases of appendix A of RFC 7396 whose target and patch are objects. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":\"b\"} | {\"a\":\"c\"} | {\"a\":\"c\"}",
                "{\"a\":\"b\"} | {\"b\":\"c\"} | {\"a\":\"b\",\"b\":\"c\"}",
                "{\"a\":\"b\"} | {\"a\":null} | {}",
                "{\"a\":\"b\",\"b\":\"c\"} | {\"a\":null} | {\"b\":\"c\"}",
                "{\"a\":[\"b\"]} | {\"a\":\"c\"} | {\"a\":\"c\"}",
                "{\"a\":\"c\"} | {\"a\":[\"b\"]} | {\"a\":[\"b\"]}",
                "{\"a\":{\"b\":\"c\"}} | {\"a\":{\"b\":\"d\",\"c\":null}} | {\"a\":{\"b\":\"d\"}}",
                "{\"a\":[{\"b\":\"c\"}]} | {\"a\":[1]} | {\"a\":[1]}",
                "{\"e\":null} | {\"a\":1} | {\"e\":null,\"a\":1}",
                "{} | {\"a\":{\"bb\":{\"ccc\":null}}} | {\"a\":{\"bb\":{}}}",
            })
    void aPatchIsMergedAsTheStandardSays(String target, String patch, String result)
            throws InvalidRulesException {
        assertThat(RulesMerge.merge(target, patch)).isEqualTo(result);
    }

    @Test
    void numbersKeepTheirDigits() throws InvalidRulesException {
        assertThat(RulesMerge.merge("{\"a\":0.30,\"b\":12345678901234567890.123}", "{}"))
                .isEqualTo("{\"a\":0.30,\"b\":12345678901234567890.123}");
    }

    @Test
    void aPatchOfZonesIsLaidOverEachOfThem() throws InvalidRulesException {
        assertThat(merged(Updates.part(2, SystemUpdate.Type.ZONE, "{\"area_m2\":5}", "A", "B")))
                .contains("\"A\":{\"area_m2\":5,\"crop\":\"x\"},\"B\":{\"area_m2\":5}");
        assertThat(merged(Updates.part(2, SystemUpdate.Type.CALIBRATION, "{\"demand\":{}}", "B")))
                .contains("\"B\":{\"area_m2\":2,\"demand\":{}}");
        assertThat(merged(Updates.part(2, SystemUpdate.Type.ZONE, "{\"crop\":null}")))
                .contains("\"zones\":{\"A\":{\"area_m2\":1},\"B\":{\"area_m2\":2}}");
        assertThat(merged(Updates.part(2, SystemUpdate.Type.ZONE, "{\"area_m2\":3}", "C")))
                .contains("\"C\":{\"area_m2\":3}");
    }

    @Test
    void pausesAndTheirEndAreOfTheFarmOrOfZones() throws InvalidRulesException {
        assertThat(
                        merged(
                                Updates.part(
                                        2,
                                        SystemUpdate.Type.PAUSE,
                                        "{\"pause\":{\"reason\":\"fair\"}}")))
                .contains("\"pause\":{\"reason\":\"fair\"}");
        assertThat(merged(Updates.part(2, SystemUpdate.Type.PAUSE, "{\"pause\":{}}", "B")))
                .contains("\"B\":{\"area_m2\":2,\"pause\":{}}");
        assertThat(merged(Updates.part(2, SystemUpdate.Type.RESUME, "{\"pause\":null}")))
                .doesNotContain("pause");
        assertThat(merged(Updates.part(2, SystemUpdate.Type.RESUME, "{\"emergency_stop\":false}")))
                .contains("\"emergency_stop\":false")
                .contains("\"pause\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "RULES | MERGE | A | {} | scope is [A] with type RULES, give [\"*\"], or type ZONE",
                "ZONE | REPLACE | A | {} | mode is replace, give merge; only type RULES with scope"
                        + " [\"*\"] replaces",
                "RULES | REPLACE | A | {} | mode is replace, give merge; only type RULES with scope"
                        + " [\"*\"] replaces",
                "PAUSE | MERGE | * | {\"pause\":null} | payload is {\"pause\":null}, give"
                        + " {\"pause\":{...}} with type PAUSE",
                "PAUSE | MERGE | * | {\"pause\":{},\"zones\":{}} | payload is"
                        + " {\"pause\":{},\"zones\":{}}, give {\"pause\":{...}} with type PAUSE",
                "RESUME | MERGE | * | {} | payload is {}, give {\"pause\":null} with type RESUME, or"
                        + " {\"emergency_stop\":false} for all zones",
                "RESUME | MERGE | A | {\"emergency_stop\":false} | payload is"
                        + " {\"emergency_stop\":false}, give {\"pause\":null} with type RESUME, or"
                        + " {\"emergency_stop\":false} for all zones",
                "ESTOP | MERGE | * | {\"emergency_stop\":false} | payload is"
                        + " {\"emergency_stop\":false}, give {\"emergency_stop\":true} with type"
                        + " ESTOP",
            })
    void whatDoesNotBelongTogetherIsRefused(
            SystemUpdate.Type type, Mode mode, String zone, String payload, String reason) {
        SystemUpdate update = Updates.update(2, type, mode, List.of(zone), payload);

        assertThatThrownBy(() -> RulesMerge.merge(DOCUMENT, update))
                .isInstanceOf(InvalidRulesException.class)
                .hasMessage(reason);
    }

    @Test
    void onlyRulesThatReplaceForAllZonesAreTheWhole() {
        assertThat(RulesMerge.isWhole(Updates.whole(1, DOCUMENT))).isTrue();
        assertThat(RulesMerge.isWhole(Updates.part(1, "{}"))).isFalse();
        assertThat(
                        RulesMerge.isWhole(
                                Updates.update(
                                        1,
                                        SystemUpdate.Type.RULES,
                                        Mode.REPLACE,
                                        List.of("A"),
                                        "{}")))
                .isFalse();
        assertThat(
                        RulesMerge.isWhole(
                                Updates.update(
                                        1,
                                        SystemUpdate.Type.PAUSE,
                                        Mode.REPLACE,
                                        SystemUpdate.ALL_ZONES,
                                        "{}")))
                .isFalse();
    }

    @Test
    void theDocumentThatOnlyStopsIsValid() throws InvalidRulesException {
        assertThat(new RulesCodec().read(RulesMerge.STOP_ALONE).emergencyStop()).isTrue();
        assertThat(RulesMerge.isStopped(RulesMerge.STOP_ALONE)).isTrue();
        assertThat(RulesMerge.isStopped("no JSON")).isFalse();
    }

    private static String merged(SystemUpdate update) throws InvalidRulesException {
        return RulesMerge.merge(DOCUMENT, update);
    }
}
