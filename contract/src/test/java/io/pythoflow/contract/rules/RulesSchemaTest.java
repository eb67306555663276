package io.pythoflow.contract.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pythoflow.contract.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the schema calls right, the codec reads; what it calls wrong, the codec refuses. */
class RulesSchemaTest {

    private static final Path PAGE = Path.of("..", "docs", "rules.md");
    private static final String ZONE = "{\"zones\":{\"field-01.A\":%s}}";

    private final RulesCodec codec = new RulesCodec();
    private final Schema schema = Schema.named("rules-1");

    @ParameterizedTest
    @EnumSource
    void theExamplesAreRight(RulesExample example) throws Exception {
        assertThat(schema.violations(bytes(example.text()))).isEmpty();
        assertThat(schema.violations(codec.write(codec.read(example.text())))).isEmpty();
    }

    @Test
    void everyExampleIsRead() throws IOException {
        try (Stream<Path> files = Files.list(RulesExample.FOLDER)) {
            assertThat(files)
                    .map(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.of(RulesExample.values())
                                    .filter(
                                            example ->
                                                    example.path().startsWith(RulesExample.FOLDER))
                                    .map(example -> example.path().getFileName().toString())
                                    .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schema\":\"pythoflow.rules/2\"}",
                "{\"schema\":null}",
                "{\"zones\":null}",
                "{\"zones\":[]}",
                "{\"emergency_stop\":\"yes\"}",
                "{\"wet\":true}",
                "{\"pause\":true}",
                "{\"pause\":{\"until\":\"tomorrow\"}}",
                "{\"pause\":{\"until\":\"2026-05-01T06:00\"}}",
                "{\"pause\":{\"until\":1777000000000}}",
                "{\"pause\":{\"why\":\"rain\"}}",
                "{\"weather_sensors\":\"w\"}",
                "{\"weather_sensors\":[\"w\",\"w\"]}",
                "{\"weather_sensors\":[\"w/1\"]}",
                "{\"weather_sensors\":[\"w+\"]}",
                "{\"weather_sensors\":[\"#\"]}",
                "{\"weather_sensors\":[\"\"]}",
                "{\"weather_sensors\":[\"  \"]}",
                "{\"weather_sensors\":[null]}",
                "{\"weather_sensors\":[\"a\\u0000\"]}",
                "{\"defaults\":[]}",
                "{\"defaults\":{\"sensors\":[\"s\"]}}",
                "{\"defaults\":{\"device\":{\"id\":\"d\",\"protocol\":\"v1\"}}}",
                "{\"defaults\":{\"manual\":{}}}",
                "{\"defaults\":{\"crop\":\"weed\"}}",
                "{\"defaults\":{\"limits\":{\"max_runs\":1}}}",
                "{\"pump_groups\":{\"p\":{}}}",
                "{\"pump_groups\":{\"p\":{\"capacity_l_min\":0}}}",
                "{\"pump_groups\":{\"p\":{\"capacity_l_min\":1,\"kw\":2}}}",
                "{\"pump_groups\":{\"p/q\":{\"capacity_l_min\":1}}}",
                "{\"zones\":{\"*\":{}}}",
                "{\"zones\":{\"a/b\":{}}}",
                "{\"zones\":{\"a\":1}}"
            })
    void aBrokenDocumentIsBrokenForBoth(String patch) {
        assertBroken(RulesText.changed(patch));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"mode\":\"on\"}",
                "{\"mode\":1}",
                "{\"sensors\":[]}",
                "{\"sensors\":null}",
                "{\"sensors\":[\"s1\",\"s1\"]}",
                "{\"sensors\":[1]}",
                "{\"sensor\":\"s1\"}",
                "{\"flow_sensor\":\"a/b\"}",
                "{\"device\":null}",
                "{\"device\":{\"id\":null}}",
                "{\"device\":{\"id\":\"d/1\"}}",
                "{\"device\":{\"protocol\":null}}",
                "{\"device\":{\"protocol\":\"V1\"}}",
                "{\"device\":{\"protocol\":\"original\"}}",
                "{\"device\":{\"pin\":4}}",
                "{\"crop\":\"Tomato\"}",
                "{\"planted_on\":\"15.4.2026\"}",
                "{\"planted_on\":20260415}",
                "{\"soil\":\"mud\"}",
                "{\"soil\":{\"field_capacity\":1.2,\"wilting_point\":0.1}}",
                "{\"soil\":{\"field_capacity\":0.3,\"wilting_point\":-0.1}}",
                "{\"soil\":{\"field_capacity\":0.3,\"wilting_point\":0.1,\"ph\":7}}",
                "{\"root_depth_m\":0.01}",
                "{\"area_m2\":0}",
                "{\"area_m2\":\"100\"}",
                "{\"flow_l_min\":-1}",
                "{\"flow_l_min\":1e400}",
                "{\"efficiency\":90}",
                "{\"efficiency\":0}",
                "{\"pump_group\":\"\"}",
                "{\"priority\":1.5}",
                "{\"time_zone\":\"\"}",
                "{\"site\":{\"latitude\":91,\"longitude\":0,\"elevation_m\":0}}",
                "{\"site\":{\"latitude\":1,\"longitude\":181,\"elevation_m\":0}}",
                "{\"site\":[1,2]}",
                "{\"demand\":{\"metric\":\"humidity\"}}",
                "{\"demand\":{\"by\":\"feel\"}}",
                "{\"demand\":{\"low\":-1}}",
                "{\"demand\":{\"high\":101}}",
                "{\"demand\":{\"confirmations\":0}}",
                "{\"demand\":{\"calibration\":{\"dry\":1}}}",
                "{\"demand\":{\"fixed_run_s\":0}}",
                "{\"demand\":{\"depletion_fraction\":0.9}}",
                "{\"allowed\":{}}",
                "{\"allowed\":[{}]}",
                "{\"allowed\":[{\"from\":\"6:00\",\"to\":\"08:00\"}]}",
                "{\"allowed\":[{\"from\":\"06:00\",\"to\":\"24:00\"}]}",
                "{\"allowed\":[{\"days\":[],\"from\":\"06:00\",\"to\":\"08:00\"}]}",
                "{\"allowed\":[{\"days\":[\"Mon\"],\"from\":\"06:00\",\"to\":\"08:00\"}]}",
                "{\"allowed\":[{\"days\":[\"mon\",\"mon\"],\"from\":\"06:00\",\"to\":\"08:00\"}]}",
                "{\"allowed\":[{\"from\":\"06:00\",\"to\":\"08:00\",\"on\":true}]}",
                "{\"limits\":{\"min_run_s\":0}}",
                "{\"limits\":{\"max_run_s\":86401}}",
                "{\"limits\":{\"max_run_s\":1.5}}",
                "{\"limits\":{\"max_depth_mm\":0}}",
                "{\"limits\":{\"cycle_s\":0}}",
                "{\"limits\":{\"soak_s\":-1}}",
                "{\"limits\":{\"min_rest_s\":604801}}",
                "{\"limits\":{\"max_run_s_per_day\":0}}",
                "{\"limits\":{\"max_volume_l_per_day\":0}}",
                "{\"sensing\":{\"stale_after_s\":0}}",
                "{\"sensing\":{\"max_step\":0}}",
                "{\"sensing\":{\"flatline_s\":\"often\"}}",
                "{\"sensing\":{\"max_spread\":0}}",
                "{\"sensing\":{\"quorum\":0}}",
                "{\"rain\":{\"skip_mm\":0}}",
                "{\"rain\":{\"within_s\":1}}",
                "{\"rain\":{\"raining_s\":-1}}",
                "{\"rain\":false}",
                "{\"frost\":{\"below_c\":31}}",
                "{\"frost\":{\"clear_s\":-1}}",
                "{\"manual\":{\"id\":\"m\",\"duration_s\":60}}",
                "{\"manual\":{\"duration_s\":60,\"until\":\"2026-05-01T06:00:00Z\"}}",
                "{\"manual\":{\"id\":\"m\",\"duration_s\":0,\"until\":\"2026-05-01T06:00:00Z\"}}",
                "{\"pause\":{\"until\":\"2026-05-01T06:00:00\"}}",
                "{\"maintenance_reset_at\":\"now\"}"
            })
    void aBrokenZoneIsBrokenForBoth(String patch) {
        assertBroken(RulesText.changed(ZONE.formatted(patch)));
    }

    @Test
    void defaultsInTheSchemaAreThoseOfTheCodec() throws Exception {
        ObjectNode defaults = JsonNodeFactory.instance.objectNode();
        JsonNode shared = schema.document().at("/$defs/shared/properties");
        copyDefaults(shared, defaults);

        assertThat(defaults.at("/limits/max_run_s").asInt()).isEqualTo(3600);
        assertThat(defaults.at("/rain/skip_mm").asInt()).isEqualTo(2);
        assertThat(codec.read(RulesText.changed("{\"defaults\":" + defaults + "}")))
                .isEqualTo(codec.read(RulesText.SMALLEST));
    }

    @Test
    void everyKeyIsExplained() throws IOException {
        String page = Files.readString(PAGE);
        Set<String> keys = new TreeSet<>();
        collectKeys(schema.document(), keys);

        assertThat(keys).hasSizeGreaterThan(70);
        assertThat(keys).allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }

    @Test
    void theExampleOnThePageIsRead() throws Exception {
        String page = Files.readString(PAGE);
        int begin = page.indexOf("```json") + "```json".length();
        String example = page.substring(begin, page.indexOf("```", begin));

        assertThat(schema.violations(bytes(example))).isEmpty();
        assertThat(codec.read(example).zones()).containsKey("field-01.A");
    }

    private void assertBroken(String json) {
        assertThat(schema.violations(bytes(json))).as(json).isNotEmpty();
        assertThatThrownBy(() -> codec.read(json))
                .as(json)
                .isInstanceOf(InvalidRulesException.class);
    }

    private static void copyDefaults(JsonNode properties, ObjectNode into) {
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            JsonNode value = property.getValue();
            if (value.has("default")) {
                into.set(property.getKey(), value.get("default"));
            } else if (value.has("properties")) {
                copyDefaults(value.get("properties"), into.putObject(property.getKey()));
            }
        }
        // Objects that have required keys are given as a whole or not at all.
        Set<String> empty =
                into.properties().stream()
                        .filter(member -> member.getValue().isObject())
                        .filter(member -> member.getValue().isEmpty())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
        into.remove(empty);
    }

    private static void collectKeys(JsonNode schema, Set<String> into) {
        for (Map.Entry<String, JsonNode> member : schema.properties()) {
            if (member.getKey().equals("properties")) {
                member.getValue().fieldNames().forEachRemaining(into::add);
            }
            collectKeys(member.getValue(), into);
        }
        if (schema.isArray()) {
            schema.forEach(element -> collectKeys(element, into));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
