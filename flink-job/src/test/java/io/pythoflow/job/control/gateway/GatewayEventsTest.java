package io.pythoflow.job.control.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.codec.ElementBytes;
import io.pythoflow.contract.codec.MessageDecoder;
import io.pythoflow.contract.codec.MessageHandler;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectedMessage;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.control.gateway.PresenceEvents.Why;
import io.pythoflow.job.ingest.GatewayReport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayEventsTest {
    /** 2025-01-01T00:00:00Z. */
    private static final long SENT_AT = 1_735_689_600_000L;

    private static final long RECEIVED_AT = SENT_AT + 5000;

    @Test
    void aStatusIsItsStateAndNumbers() {
        assertThat(
                        event(
                                Topics.GATEWAY_STATUS,
                                """
                                {"schema":"pythoflow.status/1","gateway_id":"g","ts":1735689600000,
                                 "state":"degraded","boot_id":"b-17","seq":3,"uptime_s":7200,
                                 "fw":"1.4.2","rssi_dbm":-61.5,"heap_free_b":183204,
                                 "buffered_msgs":8,"ntp_synced":true,"clock_offset_ms":-12,
                                 "active_rules_version":42,
                                 "valves":[{"device_id":"1","valve":"open"},{"device_id":"2",
                                 "valve":"closed"},{"device_id":"3"}]}
                                """))
                .isEqualTo(
                        new GatewayEvent(
                                "g",
                                null,
                                null,
                                null,
                                SENT_AT,
                                RECEIVED_AT,
                                "status",
                                "degraded",
                                null,
                                null,
                                null,
                                null,
                                Map.of(
                                        "seq", 3.0,
                                        "uptime_s", 7200.0,
                                        "rssi_dbm", -61.5,
                                        "heap_free_b", 183_204.0,
                                        "buffered_msgs", 8.0,
                                        "ntp_synced", 1.0,
                                        "clock_offset_ms", -12.0,
                                        "active_rules_version", 42.0,
                                        "valves_open", 1.0),
                                Topics.GATEWAY_STATUS,
                                "1.4.2"));
    }

    @Test
    void aWillSaysNothingOfValves() {
        GatewayEvent event =
                event(Topics.GATEWAY_STATUS, "{\"gateway_id\":\"g\",\"state\":\"offline\"}");

        assertThat(event.state()).isEqualTo("offline");
        assertThat(event.metrics()).isEmpty();
    }

    @Test
    void aClockThatIsNotSynchronizedIsZero() {
        assertThat(
                        event(
                                        Topics.GATEWAY_STATUS,
                                        "{\"gateway_id\":\"g\",\"state\":\"online\",\"ntp_synced\":false}")
                                .metrics())
                .containsExactly(Map.entry("ntp_synced", 0.0));
    }

    @Test
    void anErrorHasItsContextInTheMessage() {
        assertThat(
                        event(
                                Topics.ERRORS,
                                """
                                {"gateway_id":"g","device_id":"000","sensor_id":"A1",
                                 "ts":1735689600000,"code":"SENSOR_READ_FAIL","severity":"warn",
                                 "message":"no answer","context":{"tries":3,"bus":"udp"}}
                                """))
                .isEqualTo(
                        new GatewayEvent(
                                "g",
                                "000",
                                "A1",
                                null,
                                SENT_AT,
                                RECEIVED_AT,
                                "error",
                                null,
                                "SENSOR_READ_FAIL",
                                "warn",
                                "no answer {bus=udp, tries=3}",
                                null,
                                Map.of(),
                                Topics.ERRORS,
                                null));
    }

    @Test
    void anErrorMayHaveContextAloneOrNothingToSay() {
        String error = "{\"code\":\"E\",\"severity\":\"info\"%s}";

        assertThat(event(Topics.ERRORS, error.formatted(",\"context\":{\"a\":1}")).message())
                .isEqualTo("{a=1}");
        assertThat(event(Topics.ERRORS, error.formatted("")).message()).isNull();
    }

    @Test
    void aMessageIsCutBetweenCharacters() {
        String error = "{\"code\":\"E\",\"severity\":\"info\",\"message\":\"%s\"}";
        String longest = "x".repeat(GatewayEvents.LONGEST_MESSAGE);
        String plant = "\uD83C\uDF31";

        assertThat(event(Topics.ERRORS, error.formatted(longest)).message()).isEqualTo(longest);
        assertThat(event(Topics.ERRORS, error.formatted(longest + "y")).message())
                .isEqualTo(longest.substring(1) + "…");
        assertThat(
                        event(Topics.ERRORS, error.formatted(longest.substring(2) + plant + plant))
                                .message())
                .isEqualTo(longest.substring(2) + "…");
    }

    @Test
    void diagnosticsAreNumbers() {
        GatewayEvent event =
                event(
                        Topics.DIAGNOSTICS,
                        """
                        {"gateway_id":"g","ts":1735689600000,"window_s":300,
                         "metrics":{"wifi_reconnects":3,"cpu_c":51.2}}
                        """);

        assertThat(event.kind()).isEqualTo("diagnostic");
        assertThat(event.gatewayId()).isEqualTo("g");
        assertThat(event.metrics())
                .isEqualTo(Map.of("wifi_reconnects", 3.0, "cpu_c", 51.2, "window_s", 300.0));
    }

    @Test
    void anAcknowledgementNamesItsCommand() {
        assertThat(
                        event(
                                Topics.commandAck("000"),
                                """
                                {"command_id":"c-9","zone_id":"field-01.A","ts":1735689600000,
                                 "state":"completed","actual_duration_s":598.5,"volume_l":118.2,
                                 "code":"OK","message":"closed"}
                                """))
                .isEqualTo(
                        new GatewayEvent(
                                null,
                                "000",
                                null,
                                "field-01.A",
                                SENT_AT,
                                RECEIVED_AT,
                                "ack",
                                "completed",
                                "OK",
                                null,
                                "closed",
                                "c-9",
                                Map.of("actual_duration_s", 598.5, "volume_l", 118.2),
                                "irrigation/control/000/ack",
                                null));
    }

    @Test
    void aValveIsItsStateAndFlow() {
        assertThat(
                        event(
                                Topics.commandAck("000"),
                                """
                                {"schema":"pythoflow.valve_status/1","identifier":"A1",
                                 "ts":1735689600000,"valve":"open","flow_lpm":11.8,
                                 "remaining_s":312,"last_command_id":"c-9"}
                                """))
                .isEqualTo(
                        new GatewayEvent(
                                null,
                                "000",
                                null,
                                null,
                                SENT_AT,
                                RECEIVED_AT,
                                "valve",
                                "open",
                                null,
                                null,
                                "Valve A1",
                                "c-9",
                                Map.of("flow_lpm", 11.8, "remaining_s", 312.0),
                                "irrigation/control/000/ack",
                                null));
    }

    @Test
    void anAlertIsRaisedOrCleared() {
        Alert alert =
                new Alert(
                        "a-1",
                        SENT_AT,
                        Alert.Code.FLOW_AFTER_CLOSE,
                        Alert.State.CLEARED,
                        Severity.CRITICAL,
                        "0.0 L/min",
                        "z",
                        "g",
                        "000",
                        "A1",
                        "c-9",
                        42L);

        assertThat(GatewayEvents.of(alert, RECEIVED_AT))
                .isEqualTo(
                        new GatewayEvent(
                                "g",
                                "000",
                                "A1",
                                "z",
                                SENT_AT,
                                RECEIVED_AT,
                                "alert",
                                "cleared",
                                "flow_after_close",
                                "critical",
                                "0.0 L/min",
                                "c-9",
                                Map.of("rules_version", 42.0),
                                null,
                                null));
    }

    @Test
    void presenceSaysSinceWhen() {
        GatewayEvent lost = GatewayEvents.lost("g", SENT_AT, Why.ANNOUNCED, RECEIVED_AT);
        GatewayEvent back = GatewayEvents.back("g", SENT_AT, RECEIVED_AT);
        GatewayEvent forgotten = GatewayEvents.forgotten("g", SENT_AT, RECEIVED_AT);

        assertThat(List.of(lost, back, forgotten))
                .allSatisfy(
                        event -> {
                            assertThat(event.gatewayId()).isEqualTo("g");
                            assertThat(event.kind()).isEqualTo("presence");
                            assertThat(event.timestamp()).isEqualTo(RECEIVED_AT);
                        })
                .extracting(GatewayEvent::state)
                .containsExactly("offline", "online", "forgotten");
        assertThat(lost.code()).isEqualTo("announced");
        assertThat(lost.severity()).isEqualTo("warn");
        assertThat(lost.message()).isEqualTo("Last heard at 2025-01-01T00:00:00Z");
        assertThat(lost.metrics()).isEmpty();
        assertThat(back.message()).isEqualTo("Offline since 2025-01-01T00:00:00Z");
        assertThat(back.metrics()).containsExactly(Map.entry("offline_s", 5.0));
        assertThat(forgotten.message())
                .isEqualTo("Offline since 2025-01-01T00:00:00Z, and no rule names it");
        assertThat(GatewayEvents.lost("g", null, Why.SILENT, RECEIVED_AT).message())
                .isEqualTo("Never heard");
    }

    private static GatewayEvent event(String topic, String payload) {
        List<GatewayMessage> messages = new ArrayList<>();
        new MessageDecoder(DecodeLimits.defaults())
                .decode(
                        topic,
                        payload.getBytes(StandardCharsets.UTF_8),
                        RECEIVED_AT,
                        new MessageHandler() {
                            @Override
                            public void onReading(Reading reading, ElementBytes origin) {
                                throw new AssertionError(reading);
                            }

                            @Override
                            public void onGatewayMessage(GatewayMessage message) {
                                messages.add(message);
                            }

                            @Override
                            public void onRejected(RejectedMessage rejected) {
                                throw new AssertionError(rejected.detail());
                            }
                        });
        assertThat(messages).hasSize(1);
        return GatewayEvents.of(GatewayReport.of(topic, messages.get(0)));
    }
}
