package io.pythoflow.contract.rules;

import io.pythoflow.contract.json.InvalidJsonException;
import io.pythoflow.contract.json.JsonObject;
import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.contract.payload.SystemUpdate.Mode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a system update does to the document, on JSON text: numbers keep their digits and {@code
 * defaults} stay defaults. A partial update is a JSON merge patch (RFC 7396) of the whole document,
 * or of the zones it names. Nothing here is validated; {@link RulesCodec} does that with the whole.
 */
public final class RulesMerge {

    /** A document that orders nothing but to stop. */
    public static final String STOP_ALONE =
            "{\"schema\":\"" + RulesCodec.SCHEMA + "\",\"emergency_stop\":true,\"zones\":{}}";

    /** The patch that presses the emergency stop. */
    public static final String STOP = "{\"emergency_stop\":true}";

    static final String EMERGENCY_STOP = "emergency_stop";

    private static final String PAUSE = "pause";
    private static final String ZONES = "zones";

    private RulesMerge() {}

    /**
     * A document with a merge patch laid over it.
     *
     * @throws InvalidRulesException if one of them is no JSON object
     */
    public static String merge(String document, String patch) throws InvalidRulesException {
        return read(document).mergedWith(read(patch)).text();
    }

    /** Whether an update is the whole document; else it is a part. */
    public static boolean isWhole(SystemUpdate update) {
        return update.type() == SystemUpdate.Type.RULES
                && update.mode() == Mode.REPLACE
                && isForAll(update);
    }

    /**
     * The document that a partial update makes of another.
     *
     * @throws InvalidRulesException if the update's type, mode, scope and payload do not belong
     *     together
     */
    public static String merge(String document, SystemUpdate update) throws InvalidRulesException {
        JsonObject old = read(document);
        return old.mergedWith(patch(old, update)).text();
    }

    /**
     * Whether an update orders the emergency stop, whatever else is right or wrong about it: of a
     * stop, every other meaning is the worse one.
     */
    public static boolean ordersStop(SystemUpdate update) {
        return update.type() == SystemUpdate.Type.ESTOP || isStopped(update.payload());
    }

    /** Whether a document says that the emergency stop is pressed. */
    public static boolean isStopped(String document) {
        try {
            return Boolean.TRUE.equals(JsonObject.read(document).get(EMERGENCY_STOP));
        } catch (InvalidJsonException e) {
            // What cannot be read orders nothing.
            return false;
        }
    }

    /** Whether a partial update says something about the emergency stop. */
    static boolean speaksOfStop(SystemUpdate update) throws InvalidRulesException {
        return update.type() == SystemUpdate.Type.ESTOP
                || read(update.payload()).has(EMERGENCY_STOP);
    }

    private static JsonObject patch(JsonObject document, SystemUpdate update)
            throws InvalidRulesException {
        JsonObject payload = read(update.payload());
        if (update.type() == SystemUpdate.Type.ESTOP) {
            require(
                    payload.members().isEmpty() || payload.equals(read(STOP)),
                    "payload is %s, give %s with type ESTOP".formatted(payload.text(), STOP));
            return read(STOP);
        }
        require(
                update.mode() == Mode.MERGE,
                "mode is replace, give merge; only type RULES with scope [\"*\"] replaces");
        switch (update.type()) {
            case RULES ->
                    require(
                            isForAll(update),
                            "scope is %s with type RULES, give [\"*\"], or type ZONE"
                                    .formatted(update.zones()));
            case PAUSE ->
                    require(
                            payload.members().keySet().equals(Set.of(PAUSE))
                                    && payload.get(PAUSE) instanceof JsonObject,
                            "payload is %s, give {\"pause\":{...}} with type PAUSE"
                                    .formatted(payload.text()));
            case RESUME ->
                    require(
                            isResume(payload, isForAll(update)),
                            "payload is %s, give {\"pause\":null} with type RESUME, or"
                                            .formatted(payload.text())
                                    + " {\"emergency_stop\":false} for all zones");
            default -> {
                return patchOfZones(document, update, payload);
            }
        }
        return isForAll(update) ? payload : patchOfZones(document, update, payload);
    }

    private static boolean isResume(JsonObject payload, boolean forAll) {
        Set<String> allowed = forAll ? Set.of(PAUSE, EMERGENCY_STOP) : Set.of(PAUSE);
        return !payload.members().isEmpty()
                && allowed.containsAll(payload.members().keySet())
                && payload.get(PAUSE) == null
                && !Boolean.TRUE.equals(payload.get(EMERGENCY_STOP));
    }

    private static JsonObject patchOfZones(
            JsonObject document, SystemUpdate update, JsonObject payload) {
        Map<String, @Nullable Object> patches = new LinkedHashMap<>();
        if (isForAll(update)) {
            if (document.get(ZONES) instanceof JsonObject zones) {
                zones.members().keySet().forEach(id -> patches.put(id, payload));
            }
        } else {
            update.zones().forEach(id -> patches.put(id, payload));
        }
        return JsonObject.of(ZONES, new JsonObject(patches));
    }

    private static boolean isForAll(SystemUpdate update) {
        return update.zones().equals(SystemUpdate.ALL_ZONES);
    }

    private static JsonObject read(String json) throws InvalidRulesException {
        try {
            return JsonObject.read(json);
        } catch (InvalidJsonException e) {
            throw new InvalidRulesException(List.of(e.getMessage()));
        }
    }

    private static void require(boolean holds, String otherwise) throws InvalidRulesException {
        if (!holds) {
            throw new InvalidRulesException(List.of(otherwise));
        }
    }
}
