package io.pythoflow.contract.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the keys of a document must be to each other. */
class RulesValidityTest {

    private static final String RELATIVE = "{\"demand\":{\"metric\":\"soil_moisture_relative\"%s}}";
    private static final String CALIBRATION =
            ",\"calibration\":{\"dry_reading\":5,\"dry_percent\":8,\"wet_reading\":%s,"
                    + "\"wet_percent\":%s}";

    private final RulesCodec codec = new RulesCodec();

    @Test
    void relativeMoistureNeedsThresholdsAndAFixedRunOrACalibration() throws Exception {
        String why =
                " is missing, give it, or a calibration: soil_moisture_relative alone says nothing"
                        + " of millimetres";
        String demand = "zones.field-01.A.demand.";

        assertThat(problems(zone(RELATIVE.formatted(""))))
                .containsExactly(
                        demand + "low" + why, demand + "high" + why, demand + "fixed_run_s" + why);
        assertThat(problems(zone(RELATIVE.formatted(",\"low\":30,\"high\":50"))))
                .containsExactly(demand + "fixed_run_s" + why);
        codec.read(zone(RELATIVE.formatted(",\"low\":30,\"high\":50,\"fixed_run_s\":300")));
        codec.read(zone(RELATIVE.formatted(CALIBRATION.formatted("95", "35"))));
    }

    @Test
    void relativeMoistureHasNoDepletion() throws Exception {
        String thresholds = ",\"by\":\"depletion\",\"low\":30,\"high\":50,\"fixed_run_s\":300";
        String calibrated = ",\"by\":\"depletion\"" + CALIBRATION.formatted("95", "35");

        assertThat(problems(sited(RELATIVE.formatted(thresholds))))
                .containsExactly(
                        "zones.field-01.A.demand.by is \"depletion\", give moisture, or a"
                                + " calibration: depletion needs volumetric moisture");
        codec.read(sited(RELATIVE.formatted(calibrated)));
    }

    @Test
    void depletionNeedsThePlaceAndNoThresholds() {
        assertThat(problems(zone("{\"demand\":{\"by\":\"depletion\",\"low\":20}}")))
                .containsExactly(
                        "zones.field-01.A.demand.low is 20, give none: by depletion has no"
                                + " thresholds of moisture",
                        "zones.field-01.A.site is missing, give latitude, longitude and"
                                + " elevation_m: by depletion needs the sun");
    }

    @Test
    void volumetricMoistureHasNoCalibration() {
        String demand =
                "{\"demand\":{\"confirmations\":2" + CALIBRATION.formatted("95", "35") + "}}";

        assertThat(problems(zone(demand)))
                .singleElement()
                .asString()
                .startsWith("zones.field-01.A.demand.calibration is {\"dry_reading\":5,")
                .endsWith(", give none: soil_moisture is volumetric as it is");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"low\":20,\"high\":20 | low is 20, give less than high, 20.0",
                "\"low\":24 | low is 24, give less than the high of this soil, 23.7",
                "\"high\":19.8 | high is 19.8, give more than the low of this soil and crop, 19.8",
                "\"high\":61 | high is 61, give a number, 0 to 60",
                "\"depletion_fraction\":0.1 | depletion_fraction is 0.1, give more than 0.1",
            })
    void lowIsBelowHighAlsoWhereOneIsDerived(String demand, String problem) {
        assertThat(problems(zone("{\"demand\":{" + demand + "}}")))
                .containsExactly("zones.field-01.A.demand." + problem);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 35, dry_reading is 5, less than wet_reading, 5.0",
        "95, 8, dry_percent is 8, less than wet_percent, 8.0"
    })
    void aCalibrationRises(
            String wetReading, String wetPercent, String what, String allowed, String limit) {
        String line = CALIBRATION.formatted(wetReading, wetPercent);

        assertThat(problems(zone(RELATIVE.formatted(line))))
                .containsExactly(
                        "zones.field-01.A.demand.calibration.%s, give %s, %s"
                                .formatted(what, allowed, limit));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"limits\":{\"min_run_s\":700,\"max_run_s\":600}"
                        + "| limits.min_run_s is 700, give at most max_run_s, 600",
                "\"limits\":{\"max_run_s\":600,\"max_run_s_per_day\":599}"
                        + "| limits.max_run_s_per_day is 599, give at least max_run_s, 600",
                "\"limits\":{\"cycle_s\":59}"
                        + "| limits.cycle_s is 59, give limits.min_run_s to max_run_s, 60 to 3600",
                "\"limits\":{\"cycle_s\":3601}"
                        + "| limits.cycle_s is 3601, give limits.min_run_s to max_run_s, 60 to 3600",
                "\"demand\":{\"fixed_run_s\":59}"
                        + "| demand.fixed_run_s is 59, give limits.min_run_s to max_run_s, 60 to 3600",
                "\"manual\":{\"id\":\"m\",\"duration_s\":3601,\"until\":\"2026-05-01T06:00:00Z\"}"
                        + "| manual.duration_s is 3601, give at most limits.max_run_s, 3600",
                "\"sensing\":{\"quorum\":2}"
                        + "| sensing.quorum is 2, give at most the zone's sensors, 1",
                "\"soil\":{\"field_capacity\":0.2,\"wilting_point\":0.2}"
                        + "| soil.wilting_point is 0.2, give less than field_capacity, 0.2",
                "\"time_zone\":\"Mars/Base\"| time_zone is \"Mars/Base\", give a name of the IANA"
                        + " database such as Europe/Madrid",
                "\"time_zone\":\"+02:00\"| time_zone is \"+02:00\", give a name of the IANA"
                        + " database such as Europe/Madrid",
                "\"planted_on\":\"2026-02-30\"| planted_on is \"2026-02-30\", give a date such as"
                        + " 2026-04-15",
                "\"maintenance_reset_at\":\"2026-02-30T06:00:00Z\"| maintenance_reset_at is"
                        + " \"2026-02-30T06:00:00Z\", give a time with its zone, such as"
                        + " 2026-05-01T06:00:00Z",
                "\"allowed\":[{\"from\":\"25:00\",\"to\":\"08:00\"}]| allowed[0].from is"
                        + " \"25:00\", give a time of day such as 06:00",
                "\"pump_group\":\"well\"| pump_group is \"well\", give one of pump_groups, []",
            })
    void keysOfOneZoneFitEachOther(String keys, String problem) {
        assertThat(problems(zone("{" + keys + "}"))).containsExactly("zones.field-01.A." + problem);
    }

    @Test
    void aBrokenKeyIsNoReasonToComplainOfOthers() {
        String limits =
                "{\"limits\":{\"max_run_s\":\"long\",\"min_run_s\":5000,\"cycle_s\":4000},"
                        + "\"demand\":{\"fixed_run_s\":5000}}";

        assertThat(problems(zone(limits)))
                .containsExactly(
                        "zones.field-01.A.limits.max_run_s is \"long\", give a whole number, 1 to"
                                + " 86400");
    }

    @Test
    void theOriginalsIdentifiersAreUniqueAcrossGateways() {
        String second =
                "{\"zones\":{\"A2\":{\"device\":{\"id\":\"001\",\"identifier\":\"A1\","
                        + "\"gateway_id\":\"irrigation-gateway-001\"}}}}";

        assertThat(problems(RulesExample.ORIGINAL_FIRMWARE.changed(second)))
                .containsExactly(
                        "zones.A2.device.identifier is \"A1\", give one that no other zone of"
                                + " protocol original has: its readings carry no gateway, and zone"
                                + " A1 has it");
    }

    @Test
    void theOriginalNeedsAnIdentifierThatFitsItsPackets() {
        assertThat(problems(zone("{\"device\":{\"protocol\":\"original\"}}")))
                .containsExactly(
                        "zones.field-01.A.device.identifier is missing, give the node's, which"
                                + " protocol original needs");
        String device =
                "{\"device\":{\"id\":\"%s\",\"protocol\":\"original\",\"identifier\":\"%s\"}}";
        // {"identifier":"","command":"AGUAR","time":600000} has 49 bytes.
        assertThat(problems(zone(device.formatted("000", "x".repeat(152))))).isNotEmpty();
        assertThat(problems(zone(device.formatted("0".repeat(100), "x".repeat(100)))))
                .singleElement()
                .asString()
                .contains("give a shorter one, or a shorter id: Command to")
                .contains("takes 283 bytes, the original firmware receives 256");
        assertThat(problems(zone(device.formatted("0", "é".repeat(77)))))
                .singleElement()
                .asString()
                .endsWith(
                        "give a shorter one: the command has 203 bytes, the original firmware"
                                + " takes 200");
    }

    @Test
    void aDeviceOfSeveralZonesNamesItsValves() throws Exception {
        String device = "{\"zones\":{\"field-01.B\":{\"device\":%s}}}";

        assertThat(problems(pair(device.formatted("{\"identifier\":\"A\"}"))))
                .containsExactly(
                        "zones.field-01.B.device.identifier is \"A\", give one that no other zone"
                                + " of device valves-01 has");
        assertThat(problems(pair(device.formatted("{\"identifier\":null}"))))
                .containsExactly(
                        "zones.field-01.B.device.identifier is missing, give one: device valves-01"
                                + " opens several zones");
        assertThat(problems(pair(device.formatted("{\"protocol\":\"original\"}"))))
                .containsExactly(
                        "zones.field-01.B.device.protocol is \"original\", give v1, as the device"
                                + " has in zone field-01.A");
        assertThat(problems(pair(device.formatted("{\"gateway_id\":\"g\"}"))))
                .containsExactly(
                        "zones.field-01.B.device.gateway_id is \"g\", give the same as in zone"
                                + " field-01.A");
        codec.read(pair(device.formatted("{\"id\":\"valves-02\",\"identifier\":\"A\"}")));
    }

    @Test
    void noZoneDrinksMoreThanItsPumpGives() {
        assertThat(problems(pair("{\"pump_groups\":{\"well\":{\"capacity_l_min\":30}}}")))
                .containsExactly(
                        "zones.field-01.A.flow_l_min is 40, give at most the capacity of pump"
                                + " group well, 30.0");
        assertThat(
                        problems(
                                pair(
                                        "{\"pump_groups\":{\"well\":null,\"lake\":{\"capacity_l_min\":99}}}")))
                .containsExactly(
                        "defaults.pump_group is \"well\", give one of pump_groups, [lake]");
    }

    @Test
    void aSensorMayServeSeveralZonesButOnceInEach() throws Exception {
        codec.read(pair("{\"zones\":{\"field-01.B\":{\"sensors\":[\"field-01.A.s1\"]}}}"));

        assertThat(problems(zone("{\"sensors\":[\"s1\",\"s2\",\"s1\"]}")))
                .containsExactly("zones.field-01.A.sensors[2] is \"s1\", give each id once");
    }

    @Test
    void idsCanBeTheLevelOfATopic() {
        for (String id : List.of("a/b", "a+", "#", "*", "a\\tb", "\\u0000", "\\u0085")) {
            assertThat(problems(zone("{\"sensors\":[\"" + id + "\"]}")))
                    .singleElement()
                    .asString()
                    .endsWith("give an id without /, +, #, * and control characters");
        }
        assertThat(problems(RulesText.SMALLEST.replace("s1", "\\ud800")))
                .singleElement()
                .asString()
                .endsWith("give an id of whole characters");
        assertThat(problems(zone("{\"sensors\":[\" \"]}")))
                .singleElement()
                .asString()
                .endsWith("give 1 to 128 characters, not all blank");
        assertThat(problems("{\"schema\":\"pythoflow.rules/1\",\"zones\":{\"a/b\":{}}}"))
                .containsExactly(
                        "The name zones.a/b is \"a/b\", give an id without /, +, #, * and control"
                                + " characters");
    }

    private static String zone(String patch) {
        return RulesText.changed("{\"zones\":{\"field-01.A\":" + patch + "}}");
    }

    private static String sited(String patch) {
        return RulesText.changed(
                zone(patch),
                "{\"defaults\":{\"site\":{\"latitude\":1,\"longitude\":2,\"elevation_m\":3}}}");
    }

    private static String pair(String patch) {
        return RulesExample.TWO_ZONES_ONE_PUMP.changed(patch);
    }

    private List<String> problems(String json) {
        InvalidRulesException invalid =
                catchThrowableOfType(InvalidRulesException.class, () -> codec.read(json));
        assertThat(invalid).as(json).isNotNull();
        return invalid.problems();
    }
}
