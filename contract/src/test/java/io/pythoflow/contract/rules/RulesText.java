package io.pythoflow.contract.rules;

import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.json.InvalidJsonException;
import io.pythoflow.contract.json.JsonObject;
import io.pythoflow.contract.payload.SystemUpdate;

/** Documents to begin with. */
public final class RulesText {

    /** One zone, of which only what is required is said. */
    public static final String SMALLEST =
            "{\"schema\":\"pythoflow.rules/1\",\"zones\":{\"field-01.A\":{\"sensors\":[\"s1\"],"
                    + "\"device\":{\"id\":\"d1\",\"protocol\":\"v1\"},\"crop\":\"tomato\","
                    + "\"soil\":\"loam\",\"area_m2\":100,\"flow_l_min\":20,"
                    + "\"time_zone\":\"Europe/Madrid\","
                    + "\"demand\":{\"metric\":\"soil_moisture\"}}}}";

    /** Bytes that the smallest can grow by. */
    static final int ROOM = RulesCodec.MAX_PUBLISHED_BYTES - envelopeBytes() - SMALLEST.length();

    private RulesText() {}

    private static int envelopeBytes() {
        SystemUpdate longest =
                new SystemUpdate(
                        "u".repeat(128),
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        Long.MAX_VALUE,
                        SystemUpdate.ALL_ZONES,
                        SystemUpdate.Type.RULES,
                        SystemUpdate.Mode.REPLACE,
                        "{}");
        return new MessageEncoder().systemUpdate(longest).length - "{}".length();
    }

    /** The smallest with a merge patch laid over it. */
    public static String changed(String patch) {
        return changed(SMALLEST, patch);
    }

    static String changed(String document, String patch) {
        try {
            return JsonObject.read(document).mergedWith(JsonObject.read(patch)).text();
        } catch (InvalidJsonException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
