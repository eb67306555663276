package io.pythoflow.job.control.valve;

import static io.pythoflow.job.control.testing.ZoneBuilder.aZone;
import static io.pythoflow.job.control.valve.ValveScene.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.payload.CommandAck.State;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.contract.rules.Protocol;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a release stored must be readable for ever: golden bytes of every version. */
class ValveStateTest {
    private static final HexFormat HEX = HexFormat.of();

    private static final String FRESH_V1 =
            "01018000000000000000000000000000000000000000000000000000000000ff"
                    + "ffffffffffffffffffffffffffffffffffffffffffffffffffffff0000000000"
                    + "00000000000000000000000000000000000000000000ffffffffffffffffffff"
                    + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
                    + "ffffffffffffffffffffffffffff";
    private static final String CLOSING_V1 =
            "01010000000000004cdb4082c00000000000406f4000000000000300094f5645"
                    + "525f464c4f570014494e4546464543544956455f5741544552494e47000a4c4f"
                    + "434b45445f4f5554000000010000018bd006da800000003536302e30204c2f6d"
                    + "696e20666c6f77206f662065787065637465642032352e303a20736f6d657468"
                    + "696e6720686173206275727374ffffffffffffffff0000018bcfe9fbe0403400"
                    + "000000000040340000000000000101002430653462643233392d396562302d35"
                    + "3839302d393034632d316638316234326466356164002439313332343863622d"
                    + "393532352d356331352d383234642d65326436663763396637393800027a3100"
                    + "00018bd0057708000000000000000700026431ffffffff000256310000012c40"
                    + "5f4000000000007ff800000000000040340000000000000008736f696c5f6472"
                    + "790000018bd0074bc80000000000004cdb0007535441525445440000018bd005"
                    + "77080000018bd0057708000000000000018bd0059e180000018bd0057708ffff"
                    + "ffffffffffff000100ffffffff0000003536302e30204c2f6d696e20666c6f77"
                    + "206f662065787065637465642032352e303a20736f6d657468696e6720686173"
                    + "206275727374000000096f7665725f666c6f774072c00000000000405f400000"
                    + "000000010000026431000000027a31ffffffff00096f7665725f666c6f770000"
                    + "018bd006da800000000000000001002435656463353965322d306339352d3563"
                    + "30642d393765632d3930363631393332373964310000018bd006da800000018b"
                    + "d008af400000018bd006e250000000000000000000ffffffffffffffffffffff"
                    + "ffffffffff0000018bcfe9fbe00000018bcfe9fbe00000018bd007c4e0000001"
                    + "8bd00577080000018bd006da80";
    private static final String ORIGINAL_V1 =
            "01010000000000004cdb4072c00000000000405f4000000000000000000000ff"
                    + "ffffffffffffffffffffffffffffffffffffffffffffffffffffff0000000000"
                    + "00000000000000000000000001002430666534306264322d313932342d356135"
                    + "382d613561332d326330383236663138313036002466333364383439322d6265"
                    + "38632d353362642d626538362d30663537376462643366653100027a31000001"
                    + "8bcfe568000000000000000007000330303000000002413100084f524947494e"
                    + "414c0000012c405f4000000000007ff800000000000040340000000000000008"
                    + "736f696c5f6472790000018bcfe73cc00000000000004cdb00095055424c4953"
                    + "4845440000018bcfe568000000018bcfe56800000000000000018bcfe592f8ff"
                    + "ffffffffffffffffffffffffffffff000000ffffffffffffffffffffffff4072"
                    + "c00000000000405f400000000000000000000000000000ffffffffffffffffff"
                    + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
                    + "ffffffffffffffffffffffffffffff";
    private static final String BUDGET_V1 = "010000000000004cdb4072c00000000000405f400000000000";
    private static final String STOPS_V1 =
            "01000000000000000100000001000264310100026431ffffffffffffffff000e"
                    + "656d657267656e63795f73746f700000018bcfe5680000000000000000010024"
                    + "30656337623464362d373665312d353463352d396235612d3138656431666637"
                    + "623333340000018bcfe568000000018bcfe73cc00000018bcfe56fd000";

    @Test
    void aFreshValveKeepsItsBytes() throws IOException {
        ValveScene scene = ValveScene.v1();

        assertThat(HEX.formatHex(scene.bytes())).isEqualTo(FRESH_V1);
        assertThat(rewritten(FRESH_V1)).isEqualTo(FRESH_V1);
    }

    @Test
    void aValveThatIsToldToCloseKeepsItsBytes() throws IOException {
        ValveScene scene = closing();

        assertThat(HEX.formatHex(scene.bytes())).isEqualTo(CLOSING_V1);
        assertThat(rewritten(CLOSING_V1)).isEqualTo(CLOSING_V1);
    }

    @Test
    void version1OfAValveThatIsToldToCloseIsUnderstood() throws IOException {
        ValveScene scene = closing();
        String told = scene.lastClose();
        scene.life = read(CLOSING_V1);

        assertThat(scene.life.failures()).isEqualTo(1);
        assertThat(scene.life.isLockedOut(scene.zone)).isTrue();
        assertThat(scene.life.lockOutReason()).contains("burst");
        assertThat(scene.life.holdsPump(scene.now)).isTrue();
        assertThat(scene.life.doseFactor()).isEqualTo(0.5);
        assertThat(scene.usedSeconds()).isEqualTo(600);
        scene.passSeconds(4);
        assertThat(scene.lastClose()).isEqualTo(told);
        scene.answer(told, State.COMPLETED);
        assertThat(scene.results()).containsExactly("completed", "aborted");
    }

    @Test
    void anOriginalRunKeepsItsBytes() throws IOException {
        ValveScene scene = ValveScene.original();
        scene.commit(scene.order(300));

        assertThat(HEX.formatHex(scene.bytes())).isEqualTo(ORIGINAL_V1);
        scene.life = read(ORIGINAL_V1);
        assertThat(scene.life.isQuietForReadings(scene.now)).isTrue();
        scene.passSeconds(316);
        assertThat(scene.results()).containsExactly("delivered");
    }

    @Test
    void aBudgetKeepsItsBytes() throws IOException {
        Budget budget = new Budget();
        budget.reserve(aZone().build(), START, 300, 125);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        budget.write(new DataOutputStream(bytes));

        assertThat(HEX.formatHex(bytes.toByteArray())).isEqualTo(BUDGET_V1);
        Budget read = Budget.read(in(BUDGET_V1));
        assertThat(read.runSecondsUsed(aZone().build(), START)).isEqualTo(300);
        assertThat(read.volumeLitersUsed(aZone().build(), START)).isEqualTo(125);
    }

    @Test
    void stopsKeepTheirBytes() throws IOException {
        DeviceStops stops = new DeviceStops(ValveTimings.DEFAULTS);
        stops.press(Set.of("d1"), START, ValveScene.v1());

        assertThat(HEX.formatHex(bytes(stops))).isEqualTo(STOPS_V1);
        DeviceStops read = DeviceStops.read(in(STOPS_V1), ValveTimings.DEFAULTS);
        assertThat(read.unanswered()).containsExactly("d1");
        assertThat(HEX.formatHex(bytes(read))).isEqualTo(STOPS_V1);
    }

    @Test
    void aVersionFromLaterIsRefused() {
        assertThatThrownBy(() -> read("02" + FRESH_V1.substring(2)))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "State was written in version 2, but ValveLife reads versions 1 to 1: resume with the job that wrote it, or a newer one");
        assertThatThrownBy(() -> Budget.read(in("00"))).hasMessageContaining("version 0");
        assertThatThrownBy(() -> DeviceStops.read(in("7f"), ValveTimings.DEFAULTS))
                .hasMessageContaining("version 127, but DeviceStops reads versions 1 to 1");
    }

    /** A valve with something in every part of its state. */
    private static ValveScene closing() {
        ValveScene scene = ValveScene.v1();
        scene.zone = aZone().protocol(Protocol.V1).build();
        String first = scene.orderStarted(300);
        scene.passSeconds(300);
        scene.complete(first, 300);
        scene.passSeconds(1801);
        scene.life.measuredMoisture(20, scene.now, scene.zone, scene.now, scene);
        String second = scene.orderStarted(300);
        scene.status(ValveState.OPEN, second);
        scene.passSeconds(91);
        scene.flow(60);
        return scene;
    }

    private static ValveLife read(String hex) throws IOException {
        return ValveLife.read(in(hex), ValveTimings.DEFAULTS, ControlMode.ACT);
    }

    private static String rewritten(String hex) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        read(hex).write(new DataOutputStream(bytes));
        return HEX.formatHex(bytes.toByteArray());
    }

    private static byte[] bytes(DeviceStops stops) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        stops.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInputStream in(String hex) {
        return new DataInputStream(new ByteArrayInputStream(HEX.parseHex(hex)));
    }
}
