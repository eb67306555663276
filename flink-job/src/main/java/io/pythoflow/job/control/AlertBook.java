package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.Alert.Code;
import io.pythoflow.contract.payload.Alert.State;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.valve.CommandIds;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which troubles people were told about and are not over yet, so that each is raised once and
 * cleared once.
 */
final class AlertBook {
    private static final byte VERSION = 1;

    private final TreeMap<String, String> raised = new TreeMap<>();
    private long sequence;

    /** What an alert is about; null where it does not concern one. */
    record Subject(
            @Nullable String zoneId,
            @Nullable String gatewayId,
            @Nullable String deviceId,
            @Nullable String sensorId,
            @Nullable String commandId) {

        static final Subject FARM = new Subject(null, null, null, null, null);

        static Subject gateway(String gatewayId) {
            return new Subject(null, gatewayId, null, null, null);
        }

        static Subject zone(Zone zone) {
            return new Subject(
                    zone.id(), zone.device().gatewayId(), zone.device().id(), null, null);
        }

        static Subject sensor(Zone zone, String sensorId) {
            return new Subject(zone.id(), zone.device().gatewayId(), null, sensorId, null);
        }

        private String key() {
            // A zone may get another device while a trouble lasts.
            return zoneId == null
                    ? "\n" + gatewayId + "\n" + deviceId + "\n" + sensorId
                    : zoneId + "\n" + sensorId;
        }
    }

    /** The alert that a trouble began; empty if that was said. */
    Optional<Alert> raise(
            Code code,
            Severity severity,
            Subject subject,
            String message,
            @Nullable Long rulesVersion,
            long now) {
        String key = code + "\n" + subject.key();
        if (raised.containsKey(key)) {
            return Optional.empty();
        }
        Alert alert = once(code, State.RAISED, severity, subject, message, rulesVersion, now);
        raised.put(key, alert.alertId());
        return Optional.of(alert);
    }

    /** The alert that a trouble is over; empty if none was raised. */
    Optional<Alert> clear(
            Code code, Subject subject, String message, @Nullable Long rulesVersion, long now) {
        String id = raised.remove(code + "\n" + subject.key());
        return id == null
                ? Optional.empty()
                : Optional.of(
                        alert(
                                id,
                                code,
                                State.CLEARED,
                                Severity.INFO,
                                subject,
                                message,
                                rulesVersion,
                                now));
    }

    /** How many troubles of each kind people were told about and are not over. */
    Map<Code, Integer> standing() {
        Map<Code, Integer> standing = new EnumMap<>(Code.class);
        for (String key : raised.keySet()) {
            standing.merge(Code.valueOf(key.substring(0, key.indexOf('\n'))), 1, Integer::sum);
        }
        return standing;
    }

    /** An alert that stands for itself. */
    Alert once(
            Code code,
            State state,
            Severity severity,
            Subject subject,
            String message,
            @Nullable Long rulesVersion,
            long now) {
        sequence++;
        String id = CommandIds.alert(code + "\n" + subject.key(), sequence, now);
        return alert(id, code, state, severity, subject, message, rulesVersion, now);
    }

    private static Alert alert(
            String id,
            Code code,
            State state,
            Severity severity,
            Subject subject,
            String message,
            @Nullable Long rulesVersion,
            long now) {
        return new Alert(
                id,
                now,
                code,
                state,
                severity,
                message,
                subject.zoneId(),
                subject.gatewayId(),
                subject.deviceId(),
                subject.sensorId(),
                subject.commandId(),
                rulesVersion);
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(sequence);
        out.writeInt(raised.size());
        for (var entry : raised.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeUTF(entry.getValue());
        }
    }

    static AlertBook read(DataInput in) throws IOException {
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IOException(
                    "Alerts were written in version %d, this reads %d".formatted(version, VERSION));
        }
        AlertBook book = new AlertBook();
        book.sequence = in.readLong();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            book.raised.put(in.readUTF(), in.readUTF());
        }
        return book;
    }
}
