package io.pythoflow.contract.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.agronomy.Crop;
import io.pythoflow.contract.agronomy.Soil;
import io.pythoflow.contract.json.JsonObject;
import io.pythoflow.contract.metric.Metric;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RulesCodecTest {

    private static final String SMALLEST = RulesText.SMALLEST;

    private final RulesCodec codec = new RulesCodec();

    @Test
    void whatIsNotSaidHasADefault() throws Exception {
        Zone zone = codec.read(SMALLEST).zones().get("field-01.A");

        assertThat(zone)
                .isEqualTo(
                        new Zone(
                                "field-01.A",
                                ControlMode.ACT,
                                List.of("s1"),
                                List.of(),
                                null,
                                new Device("d1", null, Protocol.V1, null),
                                Crop.TOMATO,
                                null,
                                Soil.LOAM.water(),
                                0.7,
                                100,
                                20,
                                0.9,
                                null,
                                0,
                                ZoneId.of("Europe/Madrid"),
                                null,
                                new Demand(
                                        Demand.By.MOISTURE,
                                        Metric.SOIL_MOISTURE,
                                        null,
                                        null,
                                        2,
                                        null,
                                        null,
                                        null),
                                List.of(),
                                new Limits(60, 3600, null, null, 1800, 3600, 14_400, null),
                                new Sensing(null, null, 86_400, 10, null),
                                new Rain(2, 86_400, 1800),
                                new Frost(4.0, 3600),
                                null,
                                null,
                                null));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsReadIsWrittenAndReadAgain(RulesExample example) throws Exception {
        RulesDocument document = codec.read(example.text());

        assertThat(document.zones()).isNotEmpty();
        assertThat(codec.read(codec.write(document))).isEqualTo(document);
        assertThat(codec.write(codec.read(codec.write(document)))).isEqualTo(codec.write(document));
    }

    @Test
    void theOriginalsRuleIsAsFarAsRulesCanSayIt() throws Exception {
        RulesDocument original = codec.read(RulesExample.ORIGINAL_RULE.text());
        RulesDocument ours = codec.read(RulesExample.NOTEBOOKS_FARM.text());

        assertThat(original.zones().keySet()).isEqualTo(ours.zones().keySet());
        assertThat(original.zones().values())
                .allSatisfy(
                        zone -> {
                            Limits limits = zone.limits();
                            assertThat(zone.demand().fixedRunSeconds()).isEqualTo(300);
                            assertThat(zone.demand().low())
                                    .as("field capacity less p of the available water")
                                    .isCloseTo(25 - 0.3 * 13, within(1e-9));
                            assertThat(limits.maxRunSeconds() + limits.minRestSeconds())
                                    .as("once per half hour")
                                    .isEqualTo(1800);
                            assertThat(zone.allowed()).isEmpty();
                            assertThat(zone.frost().belowC()).isNull();
                        });
    }

    @Test
    void theCanonicalFormSaysEveryValue() throws Exception {
        String canonical = new String(codec.write(codec.read(SMALLEST)), StandardCharsets.UTF_8);

        assertThat(canonical)
                .isEqualTo(
                        "{\"schema\":\"pythoflow.rules/1\",\"emergency_stop\":false,"
                                + "\"weather_sensors\":[],\"pump_groups\":{},\"zones\":{"
                                + "\"field-01.A\":{\"mode\":\"act\",\"sensors\":[\"s1\"],"
                                + "\"weather_sensors\":[],"
                                + "\"device\":{\"id\":\"d1\",\"protocol\":\"v1\"},"
                                + "\"crop\":\"tomato\","
                                + "\"soil\":{\"field_capacity\":0.25,\"wilting_point\":0.12},"
                                + "\"root_depth_m\":0.7,\"area_m2\":100.0,\"flow_l_min\":20.0,"
                                + "\"efficiency\":0.9,\"priority\":0,"
                                + "\"time_zone\":\"Europe/Madrid\","
                                + "\"demand\":{\"by\":\"moisture\",\"metric\":\"soil_moisture\","
                                + "\"confirmations\":2},\"allowed\":[],"
                                + "\"limits\":{\"min_run_s\":60,\"max_run_s\":3600,"
                                + "\"soak_s\":1800,\"min_rest_s\":3600,"
                                + "\"max_run_s_per_day\":14400},"
                                + "\"sensing\":{\"flatline_s\":86400,\"max_spread\":10.0},"
                                + "\"rain\":{\"skip_mm\":2.0,\"within_s\":86400,"
                                + "\"raining_s\":1800},"
                                + "\"frost\":{\"below_c\":4.0,\"clear_s\":3600}}}}");
    }

    @Test
    void defaultsLieBelowEachZoneAndNullTakesThemAway() throws Exception {
        String json =
                RulesText.changed(
                        "{\"defaults\":{\"limits\":{\"max_depth_mm\":12,\"soak_s\":60},"
                                + "\"allowed\":[{\"from\":\"20:00\",\"to\":\"08:00\"}]},"
                                + "\"zones\":{\"field-01.A\":{\"limits\":{\"soak_s\":90}},"
                                + "\"field-01.B\":{\"sensors\":[\"s1\"],\"crop\":\"maize\","
                                + "\"device\":{\"id\":\"d2\",\"protocol\":\"v1\"},"
                                + "\"soil\":\"sand\",\"area_m2\":1,\"flow_l_min\":1,"
                                + "\"time_zone\":\"UTC\","
                                + "\"demand\":{\"metric\":\"soil_moisture\"}}}}");
        // A merge patch cannot write null, so this one is put in by hand.
        json = json.replace("\"soil\":\"sand\"", "\"soil\":\"sand\",\"limits\":null");
        RulesDocument document = codec.read(json);

        Limits first = document.zones().get("field-01.A").limits();
        assertThat(first.maxDepthMm()).isEqualTo(12);
        assertThat(first.soakSeconds()).isEqualTo(90);
        Zone second = document.zones().get("field-01.B");
        assertThat(second.limits().maxDepthMm()).isNull();
        assertThat(second.limits().soakSeconds()).isEqualTo(1800);
        assertThat(second.allowed())
                .containsExactly(
                        new TimeWindow(
                                Set.of(DayOfWeek.values()),
                                LocalTime.of(20, 0),
                                LocalTime.of(8, 0)));
    }

    @Test
    void originalDevicesRunTenMinutesAtMostUnlessSet() throws Exception {
        RulesDocument document = codec.read(RulesExample.ORIGINAL_FIRMWARE.text());
        String longer =
                RulesExample.ORIGINAL_FIRMWARE.changed(
                        "{\"defaults\":{\"limits\":{\"max_run_s\":900}}}");

        assertThat(document.zones().get("A1").limits().maxRunSeconds()).isEqualTo(600);
        assertThat(document.zones().get("A1").limits().maxRunSecondsPerDay()).isEqualTo(2400);
        assertThat(codec.read(longer).zones().get("A1").limits().maxRunSeconds()).isEqualTo(900);
    }

    @Test
    void everyProblemIsReportedAtOnce() {
        String json =
                RulesText.changed(
                        "{\"wet\":1,\"defaults\":{\"limits\":{\"max_run_s\":0},\"rainy\":{}},"
                                + "\"zones\":{\"field-01.A\":{\"crop\":\"weed\",\"area_m2\":null,"
                                + "\"limits\":{\"min_run_s\":\"60\"}}}}");

        InvalidRulesException invalid =
                catchThrowableOfType(InvalidRulesException.class, () -> codec.read(json));

        assertThat(invalid.problems())
                .containsExactlyInAnyOrder(
                        "wet is unknown, leave it out; known are schema, emergency_stop, pause,"
                                + " weather_sensors, pump_groups, defaults, zones",
                        "defaults.limits.max_run_s is 0, give a whole number, 1 to 86400",
                        "defaults.rainy is unknown, leave it out; known are crop, soil, demand,"
                                + " limits, mode, weather_sensors, planted_on, root_depth_m,"
                                + " area_m2, flow_l_min, efficiency, pump_group, priority,"
                                + " time_zone, site, allowed, sensing, rain, frost",
                        "zones.field-01.A.crop is \"weed\", give one of tomato, lettuce, potato,"
                                + " maize, cotton, soybean, grape, citrus, wheat",
                        "zones.field-01.A.area_m2 is missing, give a number, above 0 to 1000000",
                        "zones.field-01.A.limits.min_run_s is \"60\", give a whole number, 1 to"
                                + " 86400");
        assertThat(invalid).hasMessage(String.join("\n", invalid.problems()));
    }

    @Test
    void aDocumentTooLargeForTheBrokerIsRefusedWithItsSize() throws Exception {
        String padded = SMALLEST + " ".repeat(RulesText.ROOM);

        assertThat(codec.read(padded).zones()).hasSize(1);
        assertThatThrownBy(() -> codec.read(padded + " "))
                .isInstanceOf(InvalidRulesException.class)
                .hasMessage(
                        "The document has 122,881 bytes with its envelope, give at most 122,880");
        String stopping = padded.replace("{\"schema", "{\"emergency_stop\":true,\"schema");
        assertThat(codec.read(stopping).emergencyStop()).isTrue();
        assertThatThrownBy(() -> codec.read(padded + " ".repeat(4097)))
                .hasMessageStartingWith("The document has 126,977 bytes");
    }

    @Test
    void whatIsNoJsonObjectIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> codec.read("{\n\"schema\" 1}"))
                .isInstanceOf(InvalidRulesException.class)
                .hasMessageStartingWith("No JSON in line 2, column 10: ");
        assertThatThrownBy(() -> codec.read("[]")).hasMessage("Not a JSON object");
        assertThatThrownBy(() -> codec.read("{\"zones\":{},\"zones\":{}}"))
                .hasMessageContaining("Duplicate field 'zones'");
        assertThatThrownBy(() -> codec.read("{}}")).isInstanceOf(InvalidRulesException.class);
        assertThatThrownBy(() -> codec.read("{} 1"))
                .hasMessage("Content after the end of the object");
        assertThatThrownBy(() -> codec.read("{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}"))
                .isInstanceOf(InvalidRulesException.class)
                .hasMessageContaining("nesting depth");
    }

    @Test
    void aDocumentWithoutZonesIsOne() throws Exception {
        RulesDocument document =
                codec.read(
                        "{\"schema\":\"pythoflow.rules/1\",\"emergency_stop\":true,\"zones\":{}}");

        assertThat(document.emergencyStop()).isTrue();
        assertThat(document.zones()).isEmpty();
    }

    @Test
    void zonesAreSorted() throws Exception {
        String zone = JsonObject.textOf(JsonObject.read(SMALLEST).get("zones"));
        String json =
                SMALLEST.replace(
                        zone,
                        zone.replace(
                                "{\"field",
                                "{\"z\":"
                                        + inner("d2", zone)
                                        + ",\"b\":"
                                        + inner("d3", zone)
                                        + ",\"field"));

        assertThat(codec.read(json).zones().keySet()).containsExactly("b", "field-01.A", "z");
    }

    private static String inner(String device, String zones) {
        String zone = zones.substring(zones.indexOf(':') + 1, zones.length() - 1);
        return zone.replace("d1", device);
    }
}
