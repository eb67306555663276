package io.pythoflow.contract.rules;

import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.contract.payload.SystemUpdate.Mode;
import java.util.List;

/** System updates; each call is another one. */
final class Updates {

    static final long NOON = 1_777_629_600_000L;

    private static int drawn;

    private Updates() {}

    static SystemUpdate whole(long version, String document) {
        return update(
                version, SystemUpdate.Type.RULES, Mode.REPLACE, SystemUpdate.ALL_ZONES, document);
    }

    static SystemUpdate part(long version, String patch) {
        return update(version, SystemUpdate.Type.RULES, Mode.MERGE, SystemUpdate.ALL_ZONES, patch);
    }

    static SystemUpdate part(long version, SystemUpdate.Type type, String patch, String... zones) {
        List<String> scope = zones.length == 0 ? SystemUpdate.ALL_ZONES : List.of(zones);
        return update(version, type, Mode.MERGE, scope, patch);
    }

    static SystemUpdate stop(long version) {
        return part(version, SystemUpdate.Type.ESTOP, RulesMerge.STOP);
    }

    static SystemUpdate update(
            long version, SystemUpdate.Type type, Mode mode, List<String> zones, String payload) {
        drawn++;
        return new SystemUpdate(
                "u-" + drawn, version, NOON, NOON, zones, type, mode, payload, null);
    }
}
