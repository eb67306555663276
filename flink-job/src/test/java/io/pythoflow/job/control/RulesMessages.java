package io.pythoflow.job.control;

import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.job.control.rules.SystemMessage;
import java.util.List;

/** Messages on the topic of system updates, as operators publish them. */
final class RulesMessages {
    /** The least document there can be. */
    static final String RUNNING =
            "{\"schema\":\"pythoflow.rules/1\",\"emergency_stop\":false,\"zones\":{}}";

    /** The same with the emergency stop pressed. */
    static final String STOPPED =
            "{\"schema\":\"pythoflow.rules/1\",\"emergency_stop\":true,\"zones\":{}}";

    private static final long NOON = 1_735_732_800_000L;

    private RulesMessages() {}

    /** A whole document, retained. */
    static SystemMessage whole(long version, String document) {
        return message(version, SystemUpdate.Type.RULES, SystemUpdate.Mode.REPLACE, document, true);
    }

    /** A change to one zone, not retained. */
    static SystemMessage part(long version) {
        return message(
                version,
                SystemUpdate.Type.RULES,
                SystemUpdate.Mode.MERGE,
                "{\"weather_sensors\":[\"W1\"]}",
                false);
    }

    static SystemMessage emergencyStop(long version) {
        return message(
                version,
                SystemUpdate.Type.ESTOP,
                SystemUpdate.Mode.MERGE,
                "{\"emergency_stop\":true}",
                false);
    }

    static SystemMessage message(
            long version,
            SystemUpdate.Type type,
            SystemUpdate.Mode mode,
            String payload,
            boolean retained) {
        return new SystemMessage(
                new MessageEncoder()
                        .systemUpdate(
                                new SystemUpdate(
                                        "u-" + version,
                                        version,
                                        NOON,
                                        NOON,
                                        List.of("*"),
                                        type,
                                        mode,
                                        payload)),
                retained,
                NOON);
    }
}
