package io.pythoflow.job.control;

import static io.pythoflow.job.control.ControlScene.PATIENCE;
import static io.pythoflow.job.control.ControlScene.rules;
import static io.pythoflow.job.control.ControlScene.zone;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.Alert.Code;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.Command.Action;
import io.pythoflow.contract.payload.CommandAck.State;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.testing.JavaProcess;
import io.pythoflow.job.testing.OriginalTestDevice;
import io.pythoflow.job.testing.RawClient;
import io.pythoflow.job.testing.TestDevice;
import io.pythoflow.job.testing.TestDevice.Manner;
import io.pythoflow.job.testing.TestDevice.Received;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * From dry soil to a closed valve, in one job that runs undisturbed. Each test has a zone of its
 * own.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ControlIT {

    private static final String WATERED = "watered";
    private static final String LATE = "late";
    private static final String ANNOUNCED = "announced";
    private static final String SILENT = "silent";
    private static final String ORIGINAL = "N1";
    private static final String ORIGINAL_GATEWAY = "000";
    private static final int ORIGINAL_PAYLOAD_BYTES = 200;

    private static final String RULES =
            rules(
                    zone(WATERED),
                    zone(LATE),
                    zone(ANNOUNCED, deviceOf(ANNOUNCED)),
                    zone(SILENT, deviceOf(SILENT)),
                    zone(
                            ORIGINAL,
                            """
                            "device": {"id": "000", "identifier": "N1", "protocol": "original"},
                            "demand": {"metric": "soil_moisture_relative", "low": 30, "high": 60,
                                       "fixed_run_s": 1},
                            "limits": {"min_rest_s": 0}
                            """));

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    private static ControlScene scene;
    private static OriginalTestDevice original;
    private static JavaProcess job;

    /** A device behind the gateway of its name. */
    private static String deviceOf(String name) {
        return "\"device\": {\"id\": \"%1$s\", \"protocol\": \"v1\", \"gateway_id\": \"gateway-%1$s\"}"
                .formatted(name);
    }

    @BeforeAll
    static void startJob() throws IOException {
        scene = ControlScene.start(folder);
        scene.publishRules(RULES);
        // Room for an order to be repeated though its checkpoint takes its time.
        job = scene.job("job", "10 s");
        job.awaitSubscribed(4, PATIENCE);
        scene.awaitRulesInForce();
        original = OriginalTestDevice.start(scene.brokerUrl(), ORIGINAL_GATEWAY, ORIGINAL, 20);
    }

    @AfterAll
    static void stopJob() throws IOException {
        original.close();
        job.close();
        scene.close();
    }

    @Test
    void drySoilOpensTheValveOnceAndEveryStepIsInTheTables() throws Exception {
        try (TestDevice device = TestDevice.start(scene.brokerUrl(), WATERED, Manner.OBEYS)) {
            scene.dry(WATERED);
            await().atMost(PATIENCE).until(() -> device.openIds().size() == 1);
            await().atMost(PATIENCE).until(() -> !device.isOpen());
            scene.wet(WATERED);
            scene.awaitDecision("zone_id = 'watered' AND kind = 'outcome'");
            scene.awaitDecision("zone_id = 'watered' AND reason = 'demand' AND moisture > 25");

            Command opened = device.received(Action.OPEN).get(0).command();
            assertThat(device.received()).hasSize(1);
            assertThat(opened.durationSeconds()).isEqualTo(3);
            assertThat(opened.expiresAt() - opened.issuedAt()).isEqualTo(10_000);
            assertThat(
                            scene.lake()
                                    .query(
                                            "SELECT kind, action, reason, command_id, duration_s, outcome, round(outcome_duration_s) FROM"
                                                    + " {irrigation_decisions} WHERE decision_id = '"
                                                    + opened.decisionId()
                                                    + "' ORDER BY recorded_at"))
                    .usingRecursiveComparison()
                    .isEqualTo(
                            List.of(
                                    row("evaluation", opened, null, null),
                                    row("outcome", opened, "completed", 3.0)));
            assertThat(
                            scene.lake()
                                    .query(
                                            "SELECT state FROM {gateway_events} WHERE device_id = 'watered' AND kind = 'ack' AND command_id = '"
                                                    + opened.commandId()
                                                    + "' ORDER BY received_at, ts"))
                    .containsExactlyInAnyOrder(
                            List.of("accepted"), List.of("started"), List.of("completed"));
            assertThat(
                            scene.lake()
                                    .query(
                                            "SELECT state FROM {gateway_events} WHERE device_id = 'watered' AND kind = 'valve'"))
                    .containsExactlyInAnyOrder(List.of("open"), List.of("closed"));
        }
    }

    private static List<Object> row(
            String kind, Command opened, String outcome, Double outcomeSeconds) {
        return Arrays.asList(
                kind, "OPEN", "soil_dry", opened.commandId(), 3, outcome, outcomeSeconds);
    }

    @Test
    void aLateAcknowledgementCorrectsAndLocksNothing() throws Exception {
        try (TestDevice device = TestDevice.start(scene.brokerUrl(), LATE, Manner.MUTE)) {
            scene.dry(LATE);
            scene.awaitAlert(Code.UNKNOWN_OUTCOME, Alert.State.RAISED);
            await().atMost(PATIENCE).until(() -> !device.received(Action.CLOSE).isEmpty());
            List<Received> openings = device.received(Action.OPEN);
            assertThat(openings).hasSizeGreaterThan(1);
            assertThat(openings).allMatch(one -> same(one, openings.get(0)));
            scene.awaitDecision("zone_id = 'late' AND failures = 1");

            Command opened = openings.get(0).command();
            device.answer(opened, State.ACCEPTED, null);
            device.answer(opened, State.STARTED, null);
            device.answer(opened, State.COMPLETED, 2.0);
            device.behave(Manner.OBEYS);

            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    !scene.alerts(Code.UNKNOWN_OUTCOME, Alert.State.CLEARED)
                                            .isEmpty());
            scene.awaitDecision(
                    "zone_id = 'late' AND kind = 'evaluation' AND failures = 0 AND run_s_today = 2"
                            + " AND gates['maintenance_lockout'] = 'passed'");
            assertThat(scene.alerts(Code.LOCKED_OUT, Alert.State.RAISED)).isEmpty();
            assertThat(device.openIds()).hasSize(1);
            assertThat(scene.decisions("zone_id = 'late' AND kind = 'outcome'")).isEqualTo(1);
        }
    }

    private static boolean same(Received one, Received other) {
        return Arrays.equals(one.payload(), other.payload());
    }

    @Test
    void aGatewayThatAnnouncesItsEndIsReportedOnceAndItsZonesStayShutUntilItIsBack()
            throws Exception {
        GatewayStatus will = status(ANNOUNCED, GatewayStatus.State.OFFLINE);
        try (TestDevice device = TestDevice.start(scene.brokerUrl(), ANNOUNCED, Manner.OBEYS)) {
            RawClient gateway =
                    RawClient.connectWithWill(
                            scene.brokerUrl(),
                            "gateway-" + ANNOUNCED,
                            Topics.GATEWAY_STATUS,
                            new MessageEncoder().status(will));
            online(ANNOUNCED);
            long before = raised(ANNOUNCED);
            await().atMost(PATIENCE).until(() -> raised(ANNOUNCED) == cleared(ANNOUNCED));
            gateway.drop();
            await().atMost(PATIENCE).until(() -> raised(ANNOUNCED) > before);
            scene.dry(ANNOUNCED);
            scene.awaitDecision("zone_id = 'announced' AND reason = 'gateway_offline'");
            assertThat(device.received()).isEmpty();
            online(ANNOUNCED);

            await().atMost(PATIENCE).until(() -> device.openIds().size() == 1);
            await().atMost(PATIENCE).until(() -> !device.isOpen());
            scene.wet(ANNOUNCED);
            assertThat(raised(ANNOUNCED)).isEqualTo(before + 1);
            assertThat(cleared(ANNOUNCED)).isEqualTo(before + 1);
        }
    }

    @Test
    void aGatewayThatFallsSilentIsReportedOnceAndClearedOnce() throws Exception {
        try (TestDevice device = TestDevice.start(scene.brokerUrl(), SILENT, Manner.OBEYS)) {
            await().atMost(PATIENCE).until(() -> raised(SILENT) == 1);
            scene.dry(SILENT);
            scene.awaitDecision("zone_id = 'silent' AND reason = 'gateway_offline'");
            assertThat(device.received()).isEmpty();
            assertThat(raised(SILENT)).isEqualTo(1);
            online(SILENT);

            await().atMost(PATIENCE).until(() -> device.openIds().size() == 1);
            assertThat(cleared(SILENT)).isEqualTo(1);
            await().atMost(PATIENCE).until(() -> !device.isOpen());
            scene.wet(SILENT);
            assertThat(
                            scene.lake()
                                    .count(
                                            "SELECT count(*) FROM {gateway_events} WHERE kind = 'presence' AND state = 'offline' AND gateway_id ="
                                                    + " 'gateway-silent'"))
                    .isEqualTo(1);
        }
    }

    private static void online(String name) throws IOException {
        scene.publish(
                Topics.GATEWAY_STATUS,
                new MessageEncoder().status(status(name, GatewayStatus.State.ONLINE)));
    }

    private static GatewayStatus status(String name, GatewayStatus.State state) {
        return new GatewayStatus(
                "gateway-" + name,
                System.currentTimeMillis(),
                0,
                state,
                "boot-1",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of());
    }

    private static long raised(String name) {
        return offline(name, Alert.State.RAISED);
    }

    private static long cleared(String name) {
        return offline(name, Alert.State.CLEARED);
    }

    private static long offline(String name, Alert.State state) {
        return scene.alerts(Code.GATEWAY_OFFLINE, state).stream()
                .filter(alert -> ("gateway-" + name).equals(alert.gatewayId()))
                .count();
    }

    /** Last, since it waters while the others run. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aDeviceOfTheOriginalFirmwareIsWateredAgainAndAgainAndNeverLockedOut() {
        await().atMost(Duration.ofSeconds(90)).until(() -> original.received().size() >= 3);
        scene.awaitDecision("zone_id = 'N1' AND outcome = 'delivered'");

        assertThat(original.received())
                .allSatisfy(
                        packet -> {
                            assertThat(packet.payload().length)
                                    .isLessThanOrEqualTo(ORIGINAL_PAYLOAD_BYTES);
                            assertThat(packet.payload())
                                    .isEqualTo(
                                            "{\"identifier\":\"N1\",\"command\":\"AGUAR\",\"time\":1000}"
                                                    .getBytes(UTF_8));
                        });
        assertThat(scene.decisions("zone_id = 'N1' AND failures > 0")).isZero();
        assertThat(scene.alerts()).noneMatch(alert -> ORIGINAL.equals(alert.zoneId()));
        assertThat(
                        scene.decisions(
                                "zone_id = 'N1' AND kind = 'outcome' AND outcome <> 'delivered'"))
                .isZero();
    }
}
