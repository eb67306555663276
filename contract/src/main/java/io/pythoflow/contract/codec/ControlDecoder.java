package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.contract.payload.OriginalCommand;
import io.pythoflow.contract.payload.RejectReason;
import io.pythoflow.contract.payload.SystemUpdate;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is addressed to devices and to the control loop, and what that tells people. Strict
 * where the stream's decoder is tolerant: a command or a rule that is not understood in full must
 * not move a valve. Unknown members are ignored, since versions grow by adding.
 */
public final class ControlDecoder {

    /** Both spellings occur in the sources of the original. */
    private static final Set<String> WATERING_WORDS = Set.of("AGUAR", "AGOAR");

    private static final List<String> ALL_ZONES = List.of("*");

    private final JsonFactory json;
    private final DecodeLimits limits;

    public ControlDecoder(DecodeLimits limits) {
        this.limits = limits;
        this.json = Json.factory(limits.maxDepth());
    }

    /** Reads one object with the fields it must have. */
    private interface Format<T> {
        T read(FieldReader fields) throws IOException, InvalidPayloadException;
    }

    /**
     * A command of protocol {@code v1}.
     *
     * @throws InvalidPayloadException if it is none, or carries the keys of the original protocol
     */
    public Command command(byte[] payload) throws InvalidPayloadException {
        return read(payload, this::command);
    }

    /**
     * A command of the original protocol, in each spelling that was ever on the wire.
     *
     * @throws InvalidPayloadException if it is none, or carries the keys of protocol {@code v1}
     */
    public OriginalCommand originalCommand(byte[] payload) throws InvalidPayloadException {
        return read(payload, ControlDecoder::originalCommand);
    }

    /**
     * The envelope of the system document; its payload stays text.
     *
     * @throws InvalidPayloadException if it is none
     */
    public SystemUpdate systemUpdate(byte[] payload) throws InvalidPayloadException {
        return read(payload, this::systemUpdate);
    }

    /**
     * An alert, for tools that show them; the job obeys none.
     *
     * @throws InvalidPayloadException if it is none
     */
    public Alert alert(byte[] payload) throws InvalidPayloadException {
        return read(payload, ControlDecoder::alert);
    }

    private Command command(FieldReader fields) throws IOException, InvalidPayloadException {
        String schema = null;
        String commandId = null;
        String deviceId = null;
        String zoneId = null;
        String identifier = null;
        Command.Action action = null;
        Long durationSeconds = null;
        Double maxVolumeLiters = null;
        SentTime issuedAt = new SentTime();
        SentTime expiresAt = new SentTime();
        Long rulesVersion = null;
        String decisionId = null;
        String reason = null;
        String name;
        while ((name = fields.next()) != null) {
            switch (name) {
                case "schema" -> schema = requireSchema(fields, Schemas.COMMAND);
                case "command_id" -> commandId = fields.id();
                case "device_id" -> deviceId = fields.id();
                case "zone_id" -> zoneId = fields.id();
                case "identifier" -> identifier = fields.id();
                case "action" -> action = fields.word(Command.Action.class);
                case "duration_s" -> durationSeconds = fields.integer();
                case "max_volume_l" -> maxVolumeLiters = fields.number();
                case "issued_ts" -> fields.time(issuedAt);
                case "expires_ts" -> fields.time(expiresAt);
                case "rules_version" -> rulesVersion = fields.integer();
                case "decision_id" -> decisionId = fields.id();
                case "reason" -> reason = fields.id();
                case "command", "comand", "time" -> throw mixed(name, "v1");
                default -> fields.skip();
            }
        }
        FieldReader.require("schema", schema);
        return new Command(
                FieldReader.require("command_id", commandId),
                FieldReader.require("device_id", deviceId),
                zoneId,
                identifier,
                FieldReader.require("action", action),
                durationSeconds == null ? null : seconds(durationSeconds),
                maxVolumeLiters,
                millis("issued_ts", issuedAt),
                millis("expires_ts", expiresAt),
                rulesVersion,
                decisionId,
                reason);
    }

    private static OriginalCommand originalCommand(FieldReader fields)
            throws IOException, InvalidPayloadException {
        String identifier = null;
        String command = null;
        Long durationMillis = null;
        String name;
        while ((name = fields.next()) != null) {
            switch (name) {
                case "identifier" -> identifier = fields.id();
                case "command", "comand" -> command = fields.id();
                case "time" -> durationMillis = fields.integer();
                case "schema", "action", "command_id" -> throw mixed(name, "original");
                default -> fields.skip();
            }
        }
        if (!WATERING_WORDS.contains(FieldReader.require("command", command))) {
            throw new InvalidPayloadException(
                    RejectReason.INVALID_FIELD,
                    "Field command is " + Excerpt.of(command) + ", send AGUAR");
        }
        return new OriginalCommand(
                FieldReader.require("identifier", identifier),
                FieldReader.require("time", durationMillis));
    }

    private SystemUpdate systemUpdate(FieldReader fields)
            throws IOException, InvalidPayloadException {
        String schema = null;
        String updateId = null;
        Long version = null;
        SentTime issuedAt = new SentTime();
        SentTime effectiveAt = new SentTime();
        List<String> zones = ALL_ZONES;
        SystemUpdate.Type type = null;
        SystemUpdate.Mode mode = null;
        String payload = null;
        String name;
        while ((name = fields.next()) != null) {
            switch (name) {
                case "schema" -> schema = requireSchema(fields, Schemas.SYSTEM_UPDATE);
                case "update_id" -> updateId = fields.id();
                case "version" -> version = fields.integer();
                case "issued_ts" -> fields.time(issuedAt);
                case "effective_ts" -> fields.time(effectiveAt);
                case "scope" -> zones = zones(fields);
                case "type" -> type = fields.word(SystemUpdate.Type.class);
                case "mode" -> mode = fields.word(SystemUpdate.Mode.class);
                case "payload" -> {
                    fields.requireObject();
                    payload = fields.raw();
                }
                default -> fields.skip();
            }
        }
        FieldReader.require("schema", schema);
        long issued = millis("issued_ts", issuedAt);
        return new SystemUpdate(
                FieldReader.require("update_id", updateId),
                FieldReader.require("version", version),
                issued,
                effectiveAt.isAbsent() ? issued : effectiveAt.epochMillis(),
                zones,
                FieldReader.require("type", type),
                FieldReader.require("mode", mode),
                FieldReader.require("payload", payload));
    }

    private static Alert alert(FieldReader fields) throws IOException, InvalidPayloadException {
        String schema = null;
        String alertId = null;
        SentTime time = new SentTime();
        Alert.Code code = null;
        Alert.State state = null;
        Severity severity = null;
        String message = null;
        String zoneId = null;
        String gatewayId = null;
        String deviceId = null;
        String sensorId = null;
        String commandId = null;
        Long rulesVersion = null;
        String name;
        while ((name = fields.next()) != null) {
            switch (name) {
                case "schema" -> schema = requireSchema(fields, Schemas.ALERT);
                case "alert_id" -> alertId = fields.id();
                case "ts" -> fields.time(time);
                case "code" -> code = fields.word(Alert.Code.class);
                case "state" -> state = fields.word(Alert.State.class);
                case "severity" -> severity = fields.word(Severity.class);
                case "message" -> message = fields.text();
                case "zone_id" -> zoneId = fields.id();
                case "gateway_id" -> gatewayId = fields.id();
                case "device_id" -> deviceId = fields.id();
                case "sensor_id" -> sensorId = fields.id();
                case "command_id" -> commandId = fields.id();
                case "rules_version" -> rulesVersion = fields.integer();
                default -> fields.skip();
            }
        }
        FieldReader.require("schema", schema);
        return new Alert(
                FieldReader.require("alert_id", alertId),
                millis("ts", time),
                FieldReader.require("code", code),
                FieldReader.require("state", state),
                FieldReader.require("severity", severity),
                FieldReader.require("message", message),
                zoneId,
                gatewayId,
                deviceId,
                sensorId,
                commandId,
                rulesVersion);
    }

    private List<String> zones(FieldReader fields) throws IOException, InvalidPayloadException {
        fields.requireObject();
        List<String> zones = null;
        String name;
        while ((name = fields.next()) != null) {
            if (name.equals("zones")) {
                zones = fields.ids(limits.maxElements());
            } else {
                fields.skip();
            }
        }
        return FieldReader.require("zones", zones);
    }

    private <T> T read(byte[] payload, Format<T> format) throws InvalidPayloadException {
        try {
            requireShallow(payload);
            try (JsonParser parser = json.createParser(payload)) {
                parser.nextToken();
                return format.read(new FieldReader(payload, 0, parser, limits));
            }
        } catch (JsonProcessingException e) {
            throw malformed(e.getOriginalMessage());
        } catch (IOException e) {
            throw malformed(e.getClass().getName());
        } catch (IllegalArgumentException e) {
            throw new InvalidPayloadException(RejectReason.INVALID_FIELD, e.getMessage());
        }
    }

    /** Complains unless the payload is one object, complete and not too deep. */
    private void requireShallow(byte[] payload) throws IOException, InvalidPayloadException {
        Nesting nesting = new Nesting(limits.maxDepth());
        try (JsonParser parser = json.createParser(payload)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw new InvalidPayloadException(
                        first == null ? RejectReason.MALFORMED_JSON : RejectReason.INVALID_FIELD,
                        "Payload is no object, send one");
            }
            nesting.skip(parser);
            if (parser.nextToken() != null) {
                throw malformed("Content after the end of the message");
            }
        }
        if (nesting.exceeded()) {
            throw new InvalidPayloadException(RejectReason.TOO_DEEP, nesting.complaint());
        }
    }

    private static String requireSchema(FieldReader fields, String expected)
            throws IOException, InvalidPayloadException {
        String schema = fields.text();
        if (expected.equals(schema)) {
            return schema;
        }
        throw new InvalidPayloadException(
                RejectReason.UNSUPPORTED_SCHEMA,
                "Schema is " + Excerpt.of(String.valueOf(schema)) + ", send " + expected);
    }

    private static InvalidPayloadException mixed(String key, String protocol) {
        return new InvalidPayloadException(
                RejectReason.INVALID_FIELD,
                "Field " + key + " does not belong to protocol " + protocol + ", leave it out");
    }

    private static InvalidPayloadException malformed(@Nullable String what) {
        return new InvalidPayloadException(
                RejectReason.MALFORMED_JSON, Excerpt.cut(String.valueOf(what), 80));
    }

    private static int seconds(long seconds) throws InvalidPayloadException {
        if (seconds < 1 || seconds > Integer.MAX_VALUE) {
            throw new InvalidPayloadException(
                    RejectReason.INVALID_FIELD,
                    "Field duration_s is " + seconds + ", send 1 or more");
        }
        return (int) seconds;
    }

    private static long millis(String field, SentTime time) throws InvalidPayloadException {
        if (time.isAbsent()) {
            throw new InvalidPayloadException(
                    RejectReason.INVALID_FIELD, "Field " + field + " is missing, send it");
        }
        return time.epochMillis();
    }
}
