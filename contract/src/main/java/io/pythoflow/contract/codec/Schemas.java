package io.pythoflow.contract.codec;

import java.util.Set;

/**
 * Names in the {@code schema} member of our own payloads. Fields are only ever added to a version;
 * a higher one means that old readers must not guess.
 */
public final class Schemas {

    public static final String READING = "pythoflow.reading/1";
    public static final String STATUS = "pythoflow.status/1";
    public static final String ERROR = "pythoflow.error/1";
    public static final String DIAGNOSTICS = "pythoflow.diag/1";
    public static final String COMMAND = "pythoflow.command/1";
    public static final String COMMAND_ACK = "pythoflow.command_ack/1";
    public static final String VALVE_STATUS = "pythoflow.valve_status/1";
    public static final String SYSTEM_UPDATE = "pythoflow.system_update/1";
    public static final String ALERT = "pythoflow.alert/1";
    public static final String RULES = "pythoflow.rules/1";

    /** Every schema of our own. */
    public static final Set<String> ALL =
            Set.of(
                    READING,
                    STATUS,
                    ERROR,
                    DIAGNOSTICS,
                    COMMAND,
                    COMMAND_ACK,
                    VALVE_STATUS,
                    SYSTEM_UPDATE,
                    ALERT,
                    RULES);

    private Schemas() {}
}
