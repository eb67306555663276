package io.pythoflow.job.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.gateway.GatewayEvent;
import io.pythoflow.job.control.testing.Reports;
import io.pythoflow.job.control.valve.DeviceCommand;
import io.pythoflow.job.control.valve.ValveTimings;
import io.pythoflow.job.ingest.GatewayReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControllerStateTest {
    private static final long START = 1_780_272_000_000L;
    private static final String FRESH_V1 =
            "01" // version
                    + "0000000000000000" // never ticked
                    + "00" // no rules
                    + "010000000000000000" // sensors
                    + "0100000000" // gateways
                    + "01000000000000000000000000" // stops
                    + "01000000000000000000000000" // alerts
                    + "00000000" // zones
                    + "00000000"; // dismissed zones

    private final List<String> said = new ArrayList<>();
    private final FarmRules rules = new FarmRules();
    private final Controller controller = controller(said);

    private static Controller controller(List<String> said) {
        return new Controller(
                ControlSettings.live(
                        ControlMode.ACT,
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        ValveTimings.DEFAULTS),
                new Listener(said));
    }

    @Test
    void aFreshOneKeepsItsBytes() throws IOException {
        assertThat(HexFormat.of().formatHex(bytes(controller))).isEqualTo(FRESH_V1);
        assertThat(bytes(read(FRESH_V1, new ArrayList<>()))).isEqualTo(bytes(controller));
    }

    @Test
    void whatWasWrittenIsReadAndWrittenTheSame() throws IOException {
        liveThroughAnHour();
        byte[] bytes = bytes(controller);

        Controller restored = read(HexFormat.of().formatHex(bytes), new ArrayList<>());

        assertThat(bytes(restored)).isEqualTo(bytes);
        assertThat(restored.rulesVersion()).isEqualTo(controller.rulesVersion());
        assertThat(restored.zoneCount()).isEqualTo(5);
    }

    @Test
    void theFutureIsTheSameForWhatWasWrittenAndRead() throws IOException {
        liveThroughAnHour();
        List<String> saidByOther = new ArrayList<>();
        Controller restored = read(HexFormat.of().formatHex(bytes(controller)), saidByOther);
        said.clear();

        for (int second = 3_600; second < 9_000; second++) {
            live(controller, second);
            live(restored, second);
        }

        assertThat(said).isNotEmpty();
        assertThat(saidByOther).isEqualTo(said);
    }

    @Test
    void aStateOfAnotherVersionIsRefused() {
        assertThatThrownBy(() -> read("09", new ArrayList<>()))
                .isInstanceOf(IOException.class)
                .hasMessage("The control loop was written in version 9, this reads 1");
    }

    /** Zones water, one is removed while its valve is open, the emergency stop is pressed. */
    private void liveThroughAnHour() {
        controller.obey(rules.active(START), START);
        for (int second = 0; second < 3_600; second++) {
            if (second == 1_000) {
                rules.remove("z3");
                controller.obey(rules.active(at(second)), at(second));
            }
            if (second == 2_000) {
                rules.stop();
                controller.obey(rules.active(at(second)), at(second));
            }
            if (second == 2_400) {
                rules.resume();
                controller.obey(rules.active(at(second)), at(second));
            }
            live(controller, second);
        }
        assertThat(said).anyMatch(word -> word.startsWith("open z1"));
    }

    private void live(Controller alive, int second) {
        long now = at(second);
        if (second % 60 == 0) {
            double dry = 18 - second / 3_600.0;
            for (String sensor : List.of("s1a", "s1b", "s1c", "s2", "s3a", "s3b", "s6")) {
                alive.hear(Reports.from(sensor, now).with(Metric.SOIL_MOISTURE, dry).build(), now);
            }
            for (String device : List.of("d1", "d2", "d6")) {
                alive.hear(closed(device, now), now);
            }
        }
        alive.tick(now);
    }

    private static GatewayReport closed(String device, long now) {
        return GatewayReport.of(
                Topics.commandAck(device),
                new ValveStatus(device, null, now, now, ValveState.CLOSED, 0.0, null, null));
    }

    private static long at(int second) {
        return START + second * 1000L;
    }

    private static byte[] bytes(Controller of) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        of.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static Controller read(String hex, List<String> said) throws IOException {
        Controller controller = controller(said);
        controller.read(
                new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(hex))));
        return controller;
    }

    /** Notes everything but what led to an evaluation, which a restart forgets. */
    private record Listener(List<String> said) implements ControlOutput {

        @Override
        public void decided(Decision row) {
            said.add(
                    "%s %s %d %s %s %d %s %s"
                            .formatted(
                                    row.zoneId(),
                                    row.decisionId(),
                                    row.decidedAt(),
                                    row.reason(),
                                    row.explanation(),
                                    row.evaluations(),
                                    row.order(),
                                    row.outcome()));
        }

        @Override
        public void event(GatewayEvent row) {
            said.add(row.toString());
        }

        @Override
        public void alert(Alert alert) {
            said.add(alert.toString());
        }

        @Override
        public void open(DeviceCommand command) {
            said.add("open " + command.command().zoneId() + " " + command);
        }

        @Override
        public void prepare(DeviceCommand command) {
            said.add("prepare " + command);
        }

        @Override
        public void publish(DeviceCommand command) {
            said.add("publish " + command);
        }
    }
}
