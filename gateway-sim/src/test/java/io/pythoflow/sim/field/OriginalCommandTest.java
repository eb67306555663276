package io.pythoflow.sim.field;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.payload.OriginalCommand;
import io.pythoflow.sim.field.fault.FaultSelection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the deployed firmware does with a packet. */
class OriginalCommandTest {

    private static final String TOPIC = "irrigation/control/000/command";

    private CommandedField field = field();

    private static CommandedField field(String... misbehaviours) {
        return new CommandedField(CommandedField.misbehaving(Firmware.ORIGINAL, misbehaviours));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'identifier':'000-A1','command':'AGUAR','time':10000}",
                "{'identifier':'000-A1','command':'AGOAR','time':10000}",
                "{'time':10000,'command':'FECHAR','identifier':'000-A1','other':[1,{'time':1}]}",
                "{'schema':'pythoflow.command/1','action':'CLOSE','identifier':'000-A1',"
                        + "'command':null,'time':10000}",
            })
    void opensOnWhateverCarriesItsKeys(String packet) {
        send(packet).advance(30);

        assertThat(liters()).isCloseTo(150, within(0.1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'identifier':'000-A1','comand':'AGUAR','time':10000}",
                "{'identifier':'000-A1','command':'AGUAR'}",
                "{'command':'AGUAR','time':10000}",
                "{'identifier':'000-A1','command':'AGUAR','time':'long'}",
                "{'identifier':'000-B1','command':'AGUAR','time':10000}",
                "{'identifier':'000-A2','command':'AGUAR','time':10000}",
                "{'schema':'pythoflow.command/1','command_id':'1','device_id':'000','action':'STOP_ALL'}",
                "[{'identifier':'000-A1','command':'AGUAR','time':10000}]",
                "{'identifier':'000-A1','command':'AGUAR','time':10000",
                "",
            })
    void doesNothingInThisZoneOnAnythingElse(String packet) {
        send(packet).advance(30);

        assertThat(liters()).isZero();
    }

    @Test
    void obeysWhatTheContractWrites() {
        byte[] payload =
                new MessageEncoder().originalCommand("000", new OriginalCommand("000-A1", 10_000));

        field.send(TOPIC, payload).advance(30);

        assertThat(liters()).isCloseTo(150, within(0.1));
    }

    @Test
    void dropsPacketsOver256Bytes() {
        String packet = "{'identifier':'000-A1','command':'AGUAR','time':10000,'pad':'%s'}";
        int empty = 5 + TOPIC.length() + packet.formatted("").length();

        send(packet.formatted("x".repeat(257 - empty))).advance(30);
        assertThat(liters()).isZero();

        send(packet.formatted("x".repeat(256 - empty))).advance(30);
        assertThat(liters()).isCloseTo(150, within(0.1));
    }

    @Test
    void neverAnswersAndIsSilentWhileItWaters() {
        field.advance(5).clear();

        water(10_000).advance(9.5);

        assertThat(field.readings("000-A1")).isEmpty();
        assertThat(field.readings("000-A2")).hasSize(9);
        assertThat(field.acks()).isEmpty();
        assertThat(field.messages())
                .allMatch(sent -> sent.topic().equals("irrigation/gateway/status"));
        field.advance(2);
        assertThat(field.readings("000-A1")).isNotEmpty();
    }

    @Test
    void obeysTheSameCommandTwice() {
        water(10_000).advance(20);
        water(10_000).advance(20);

        assertThat(liters()).isCloseTo(300, within(0.1));
    }

    @Test
    void keepsASecondCommandForAfterwards() {
        water(10_000).advance(2);
        water(5_000).advance(30);

        assertThat(liters()).isCloseTo(225, within(0.1));
    }

    @Test
    void losesASecondCommandWhenPollsHaveFilledItsFourPackets() {
        water(10_000).advance(4.5);
        water(5_000).advance(30);

        assertThat(liters()).isCloseTo(150, within(0.1));
    }

    @Test
    void nothingShutsItBeforeItsTime() {
        water(20_000).advance(5);
        send("{'identifier':'000-A1','command':'FECHAR','time':0}").advance(60);

        assertThat(liters()).isCloseTo(300, within(0.1));
    }

    @Test
    void waterShowsInTheRelativeMoistureOfItsZone() {
        CommandedField dry = field();
        dry.advance(30);

        water(20_000).advance(30);

        assertThat(depletionMm(dry) - depletionMm(field)).isCloseTo(20 * 15 / 50.0, within(1e-6));
    }

    @Test
    void misbehaves() {
        assertThat(litersOf("ignore-command")).isZero();
        assertThat(litersOf("stick-closed")).isZero();
        assertThat(litersOf("burst:000-A1")).isCloseTo(270, within(0.1));
        assertThat(litersOf("clogged")).isCloseTo(45, within(0.1));
        assertThat(litersOf("reboot-mid-run")).isCloseTo(75, within(0.1));
        assertThat(litersOf("stick-open")).isCloseTo(150 + 900, within(0.1));
        assertThat(litersOf("leak")).isCloseTo(150 + 90, within(0.1));
        assertThat(litersOf("leak:001-A1")).isCloseTo(150, within(0.1));
    }

    @Test
    void listensToItsNumber() {
        assertThat(field.simulation().connections())
                .extracting(FieldSimulation.Connection::filters)
                .containsExactly(
                        List.of("irrigation/control/000/command"),
                        List.of("irrigation/control/001/command"));
    }

    @Test
    void aFieldThatWatersItselfListensToNothing() {
        assertThat(new FieldSimulation(FieldConfig.DEFAULT, 0).connections())
                .allMatch(gateway -> gateway.filters().isEmpty());
        assertThat(CommandedField.config(Firmware.V1, FaultSelection.none()).watering())
                .isNotEqualTo(FieldConfig.DEFAULT.watering());
    }

    private double litersOf(String misbehaviour) {
        field = field(misbehaviour);
        water(10_000).advance(90);
        return liters();
    }

    private CommandedField water(long millis) {
        return send("{'identifier':'000-A1','command':'AGUAR','time':%d}".formatted(millis));
    }

    private CommandedField send(String packet) {
        return field.send(TOPIC, packet.replace('\'', '"').getBytes(UTF_8));
    }

    private double liters() {
        return field.zone("field-01.A").valve().totalLiters(Double.MAX_VALUE);
    }

    private static double depletionMm(CommandedField of) {
        return of.zone("field-01.A").balance().depletionMm();
    }
}
