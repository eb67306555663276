package io.pythoflow.contract.payload;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code pythoflow.system_update/1}, retained on {@code irrigation/system/updates}: the envelope of
 * the system document. What the payload may say is the business of who applies it.
 *
 * @param version grows with each update
 * @param issuedAt epoch milliseconds
 * @param effectiveAt epoch milliseconds
 * @param zones the update applies to; {@code *} means all
 * @param payload one JSON object, as text
 * @param reason for the people who ask why; null where none was given
 */
public record SystemUpdate(
        String updateId,
        long version,
        long issuedAt,
        long effectiveAt,
        List<String> zones,
        Type type,
        Mode mode,
        String payload,
        @Nullable String reason) {

    /** The scope that means all zones. */
    public static final List<String> ALL_ZONES = List.of("*");

    /** What the payload is about. */
    public enum Type {
        RULES,
        ZONE,
        CALIBRATION,
        PAUSE,
        RESUME,
        ESTOP
    }

    /** Whether the payload is laid over what is in force, or takes its place. */
    public enum Mode {
        MERGE,
        REPLACE
    }

    /** Without a reason. */
    public SystemUpdate(
            String updateId,
            long version,
            long issuedAt,
            long effectiveAt,
            List<String> zones,
            Type type,
            Mode mode,
            String payload) {
        this(updateId, version, issuedAt, effectiveAt, zones, type, mode, payload, null);
    }

    public SystemUpdate {
        Objects.requireNonNull(updateId, "updateId");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(payload, "payload");
        zones = List.copyOf(zones);
        if (version < 1) {
            throw new IllegalArgumentException(
                    "System update has version " + version + ", give 1 or more");
        }
        if (zones.isEmpty()) {
            throw new IllegalArgumentException(
                    "System update names no zone, give [\"*\"] for all of them");
        }
    }
}
