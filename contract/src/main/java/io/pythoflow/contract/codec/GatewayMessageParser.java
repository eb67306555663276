package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.Diagnostics;
import io.pythoflow.contract.payload.GatewayError;
import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.payload.RejectReason;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.topic.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what gateways and devices say of themselves: status, error, diagnostics, acknowledgement,
 * status of a valve. Unknown members are ignored; a time that cannot be believed becomes the time
 * of receipt.
 */
final class GatewayMessageParser {

    /** What every version of a valve's status begins with. */
    private static final String VALVE_STATUSES = "pythoflow.valve_status/";

    private final JsonFactory json;
    private final DecodeLimits limits;
    private final TimeRules times;
    private final SentTime time = new SentTime();

    GatewayMessageParser(JsonFactory json, DecodeLimits limits) {
        this.json = json;
        this.limits = limits;
        this.times = new TimeRules(limits);
    }

    GatewayStatus status(byte[] text, int start, int end, MessageOutcome message)
            throws IOException, InvalidPayloadException {
        String gatewayId = null;
        GatewayStatus.State state = null;
        String bootId = null;
        Long sequence = null;
        Long uptimeSeconds = null;
        String firmware = null;
        Double rssiDbm = null;
        Long heapFreeBytes = null;
        Long bufferedMessages = null;
        Boolean ntpSynced = null;
        Long clockOffsetMs = null;
        Long activeRulesVersion = null;
        List<GatewayStatus.Valve> valves = List.of();
        try (JsonParser parser = open(text, start, end)) {
            FieldReader fields = new FieldReader(text, start, parser, limits);
            String name;
            while ((name = fields.next()) != null) {
                switch (name) {
                    case "schema" -> fields.schema(Schemas.STATUS);
                    case "gateway_id" -> gatewayId = fields.id();
                    case "ts" -> fields.time(time);
                    case "state" -> state = fields.word(GatewayStatus.State.class);
                    case "boot_id" -> bootId = fields.id();
                    case "seq" -> sequence = fields.integer();
                    case "uptime_s" -> uptimeSeconds = fields.integer();
                    case "fw" -> firmware = fields.id();
                    case "rssi_dbm" -> rssiDbm = fields.number();
                    case "heap_free_b" -> heapFreeBytes = fields.integer();
                    case "buffered_msgs" -> bufferedMessages = fields.integer();
                    case "ntp_synced" -> ntpSynced = fields.bool();
                    case "clock_offset_ms" -> clockOffsetMs = fields.integer();
                    case "active_rules_version" -> activeRulesVersion = fields.integer();
                    case "valves" -> valves = valves(parser, fields);
                    default -> fields.skip();
                }
            }
        }
        return new GatewayStatus(
                gatewayId,
                times.believedOr(time, message.receivedAt()),
                message.receivedAt(),
                FieldReader.require("state", state),
                bootId,
                sequence,
                uptimeSeconds,
                firmware,
                rssiDbm,
                heapFreeBytes,
                bufferedMessages,
                ntpSynced,
                clockOffsetMs,
                activeRulesVersion,
                valves);
    }

    GatewayError error(byte[] text, int start, int end, MessageOutcome message)
            throws IOException, InvalidPayloadException {
        String gatewayId = null;
        String deviceId = null;
        String sensorId = null;
        String code = null;
        GatewayError.Severity severity = null;
        String explanation = null;
        Map<String, String> context = Map.of();
        try (JsonParser parser = open(text, start, end)) {
            FieldReader fields = new FieldReader(text, start, parser, limits);
            String name;
            while ((name = fields.next()) != null) {
                switch (name) {
                    case "schema" -> fields.schema(Schemas.ERROR);
                    case "gateway_id" -> gatewayId = fields.id();
                    case "device_id" -> deviceId = fields.id();
                    case "sensor_id" -> sensorId = fields.id();
                    case "ts" -> fields.time(time);
                    case "code" -> code = fields.id();
                    case "severity" -> severity = fields.word(GatewayError.Severity.class);
                    case "message" -> explanation = fields.text();
                    case "context" -> context = fields.isNull() ? Map.of() : fields.texts();
                    default -> fields.skip();
                }
            }
        }
        return new GatewayError(
                gatewayId,
                deviceId,
                sensorId,
                times.believedOr(time, message.receivedAt()),
                message.receivedAt(),
                FieldReader.require("code", code),
                FieldReader.require("severity", severity),
                explanation,
                context);
    }

    Diagnostics diagnostics(byte[] text, int start, int end, MessageOutcome message)
            throws IOException, InvalidPayloadException {
        String gatewayId = null;
        Map<String, Double> metrics = null;
        Long windowSeconds = null;
        try (JsonParser parser = open(text, start, end)) {
            FieldReader fields = new FieldReader(text, start, parser, limits);
            String name;
            while ((name = fields.next()) != null) {
                switch (name) {
                    case "schema" -> fields.schema(Schemas.DIAGNOSTICS);
                    case "gateway_id" -> gatewayId = fields.id();
                    case "ts" -> fields.time(time);
                    case "metrics" -> metrics = fields.numbers();
                    case "window_s" -> windowSeconds = fields.integer();
                    default -> fields.skip();
                }
            }
        }
        return new Diagnostics(
                gatewayId,
                times.believedOr(time, message.receivedAt()),
                message.receivedAt(),
                FieldReader.require("metrics", metrics),
                windowSeconds);
    }

    /**
     * What a device says on its own topic: the status of a valve where the schema says so, an
     * acknowledgement otherwise. The topic decides whose it is, because only that device may
     * publish there; a body that names another is rejected.
     */
    GatewayMessage answer(byte[] text, int start, int end, MessageOutcome message)
            throws IOException, InvalidPayloadException {
        return isValveStatus(text, start, end)
                ? valveStatus(text, start, end, message)
                : acknowledgement(text, start, end, message);
    }

    private boolean isValveStatus(byte[] text, int start, int end)
            throws IOException, InvalidPayloadException {
        boolean valveStatus = false;
        try (JsonParser parser = open(text, start, end)) {
            FieldReader fields = new FieldReader(text, start, parser, limits);
            String name;
            while ((name = fields.next()) != null) {
                if (name.equals("schema")) {
                    String schema = fields.text();
                    valveStatus = schema != null && schema.startsWith(VALVE_STATUSES);
                } else {
                    fields.skip();
                }
            }
        }
        return valveStatus;
    }

    private ValveStatus valveStatus(byte[] text, int start, int end, MessageOutcome message)
            throws IOException, InvalidPayloadException {
        String deviceId = null;
        String identifier = null;
        GatewayStatus.ValveState state = null;
        Double flow = null;
        Double remainingSeconds = null;
        String lastCommandId = null;
        try (JsonParser parser = open(text, start, end)) {
            FieldReader fields = new FieldReader(text, start, parser, limits);
            String name;
            while ((name = fields.next()) != null) {
                switch (name) {
                    case "schema" -> fields.schema(Schemas.VALVE_STATUS);
                    case "device_id" -> deviceId = fields.id();
                    case "identifier" -> identifier = fields.id();
                    case "ts" -> fields.time(time);
                    case "valve" -> state = fields.word(GatewayStatus.ValveState.class);
                    case "flow_lpm" -> flow = fields.number();
                    case "remaining_s" -> remainingSeconds = fields.number();
                    case "last_command_id" -> lastCommandId = fields.id();
                    default -> fields.skip();
                }
            }
        }
        return new ValveStatus(
                FieldReader.require("device_id", sender(deviceId, message.topic())),
                identifier,
                times.believedOr(time, message.receivedAt()),
                message.receivedAt(),
                FieldReader.require("valve", state),
                flow,
                remainingSeconds,
                lastCommandId);
    }

    private CommandAck acknowledgement(byte[] text, int start, int end, MessageOutcome message)
            throws IOException, InvalidPayloadException {
        String commandId = null;
        String deviceId = null;
        String zoneId = null;
        CommandAck.State state = null;
        Double actualDurationSeconds = null;
        Double volumeLiters = null;
        String code = null;
        String explanation = null;
        try (JsonParser parser = open(text, start, end)) {
            FieldReader fields = new FieldReader(text, start, parser, limits);
            String name;
            while ((name = fields.next()) != null) {
                switch (name) {
                    case "schema" -> fields.schema(Schemas.COMMAND_ACK);
                    case "command_id" -> commandId = fields.id();
                    case "device_id" -> deviceId = fields.id();
                    case "zone_id" -> zoneId = fields.id();
                    case "ts" -> fields.time(time);
                    case "state" -> state = fields.word(CommandAck.State.class);
                    case "actual_duration_s" -> actualDurationSeconds = fields.number();
                    case "volume_l" -> volumeLiters = fields.number();
                    case "code" -> code = fields.id();
                    case "message" -> explanation = fields.text();
                    default -> fields.skip();
                }
            }
        }
        return new CommandAck(
                FieldReader.require("command_id", commandId),
                sender(deviceId, message.topic()),
                zoneId,
                times.believedOr(time, message.receivedAt()),
                message.receivedAt(),
                FieldReader.require("state", state),
                actualDurationSeconds,
                volumeLiters,
                code,
                explanation);
    }

    private @Nullable String sender(@Nullable String named, String topic)
            throws InvalidPayloadException {
        Optional<String> inTopic = Topics.ackDeviceIdOf(topic);
        if (named != null && inTopic.isPresent() && !named.equals(inTopic.get())) {
            throw new InvalidPayloadException(
                    RejectReason.INVALID_ID,
                    "Field device_id is "
                            + Excerpt.of(named)
                            + ", the topic says "
                            + Excerpt.of(inTopic.get())
                            + "; send a device's answers on its own topic");
        }
        String device = inTopic.orElse(named);
        String violation = device == null ? null : IdRules.violation(device, limits.maxIdLength());
        if (violation != null) {
            throw new InvalidPayloadException(
                    RejectReason.INVALID_ID, "The device in the topic " + violation);
        }
        return device;
    }

    private List<GatewayStatus.Valve> valves(JsonParser parser, FieldReader fields)
            throws IOException, InvalidPayloadException {
        if (fields.isNull()) {
            return List.of();
        }
        fields.requireArray();
        List<GatewayStatus.Valve> valves = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            fields.requireObject();
            if (valves.size() == limits.maxElements()) {
                throw new InvalidPayloadException(
                        RejectReason.TOO_MANY_ELEMENTS,
                        "Has more than " + limits.maxElements() + " valves");
            }
            valves.add(valve(fields));
        }
        return valves;
    }

    private static GatewayStatus.Valve valve(FieldReader fields)
            throws IOException, InvalidPayloadException {
        String deviceId = null;
        GatewayStatus.ValveState state = null;
        Double flow = null;
        Double remainingSeconds = null;
        String lastCommandId = null;
        String name;
        while ((name = fields.next()) != null) {
            switch (name) {
                case "device_id" -> deviceId = fields.id();
                case "valve" -> state = fields.word(GatewayStatus.ValveState.class);
                case "flow_lpm" -> flow = fields.number();
                case "remaining_s" -> remainingSeconds = fields.number();
                case "last_command_id" -> lastCommandId = fields.id();
                default -> fields.skip();
            }
        }
        return new GatewayStatus.Valve(
                FieldReader.require("device_id", deviceId),
                state == null ? GatewayStatus.ValveState.UNKNOWN : state,
                flow,
                remainingSeconds,
                lastCommandId);
    }

    private JsonParser open(byte[] text, int start, int end) throws IOException {
        time.clear();
        JsonParser parser = json.createParser(text, start, end - start);
        parser.nextToken();
        return parser;
    }
}
