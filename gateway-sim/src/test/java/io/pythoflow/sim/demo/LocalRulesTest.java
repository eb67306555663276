package io.pythoflow.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.rules.Device;
import io.pythoflow.contract.rules.Protocol;
import io.pythoflow.contract.rules.RulesCodec;
import io.pythoflow.contract.rules.RulesDocument;
import io.pythoflow.sim.field.soil.Watering;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The rules in config/ are those of the field that the demo starts. */
class LocalRulesTest {

    private static final double DEMO_TIME_LAPSE =
            Double.parseDouble(Objects.requireNonNull(demoDefault("--time-lapse")));

    @ParameterizedTest
    @ValueSource(strings = {"rules-local.json", "rules-local-original.json"})
    void fitTheFieldOfTheDemo(String file) throws Exception {
        RulesDocument rules = read(file);

        assertThat(rules.zones())
                .containsOnlyKeys("field-01.A", "field-01.B", "field-02.A", "field-02.B");
        assertThat(rules.zones().values())
                .allSatisfy(
                        zone -> {
                            assertThat(zone.flowLitersPerMinute())
                                    .isEqualTo(
                                            Watering.COMMANDS.litersPerMinute() * DEMO_TIME_LAPSE);
                            assertThat(zone.areaM2())
                                    .isEqualTo(io.pythoflow.sim.field.soil.Zone.AREA_M2);
                            assertThat(zone.crop()).hasToString(demoDefault("--crop"));
                            assertThat(zone.rootDepthM()).isEqualTo(zone.crop().rootDepthM());
                        });
        assertThat(rules.pumpGroups().values())
                .as("one zone at a time")
                .allSatisfy(pump -> assertThat(pump.capacityLitersPerMinute()).isEqualTo(1800));
    }

    @Test
    void nameDevicesAsFirmwareV1Does() throws Exception {
        RulesDocument rules = read("rules-local.json");

        assertThat(rules.zones().get("field-02.B").sensors()).containsExactly("001-B1", "001-B2");
        assertThat(rules.zones().get("field-02.B").flowSensor()).isEqualTo("001-B1");
        assertThat(rules.zones().get("field-02.B").device())
                .isEqualTo(new Device("001-B", null, Protocol.V1, "irrigation-gateway-001"));
    }

    @Test
    void nameNodesAsTheOriginalFirmwareDoes() throws Exception {
        RulesDocument rules = read("rules-local-original.json");

        assertThat(rules.zones().get("field-02.B").device())
                .isEqualTo(
                        new Device("001", "001-B1", Protocol.ORIGINAL, "irrigation-gateway-001"));
    }

    @Test
    void theDemoIsTheFieldThatMakeRunStartsAtAForeignBroker() throws Exception {
        String script = Files.readString(Path.of("../bin/run"));

        assertThat(List.of("--watering", "--time-lapse", "--crop", "--start-date", "--seed"))
                .allSatisfy(
                        option -> assertThat(script).contains(option + " " + demoDefault(option)));
    }

    private static RulesDocument read(String file) throws Exception {
        return new RulesCodec().read(Files.readAllBytes(Path.of("../config", file)));
    }

    private static String demoDefault(String option) {
        OptionSpec spec = new CommandLine(new DemoCommand()).getCommandSpec().findOption(option);
        return spec.defaultValueString();
    }
}
