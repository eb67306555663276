package io.pythoflow.contract.property;

import io.pythoflow.contract.rules.ControlMode;
import java.time.Duration;

/**
 * Settings of the control loop, in {@link JobProperties#CONTROL}. What to water is in the rules.
 */
public final class ControlProperties {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    public static final Property<ControlMode> CONTROL_MODE =
            new Property<>(
                    JobProperties.CONTROL,
                    "control.mode",
                    PropertyType.oneOf(ControlMode.class),
                    "advise",
                    "act",
                    "How far the control loop goes; a zone's own mode can only lower it. off decides"
                            + " nothing; advise decides and records as if acting, and opens no valve;"
                            + " act commands the valves.");

    public static final Property<String> RULES_INITIAL =
            new Property<>(
                    JobProperties.CONTROL,
                    "rules.initial",
                    PropertyType.text("a path or a URI of a rules document"),
                    null,
                    null,
                    "Rules to begin with, before the broker has a system document. A document that is"
                            + " retained on irrigation/system/updates takes their place.");

    public static final Property<Duration> CONTROL_DECISION_INTERVAL =
            new Property<>(
                    JobProperties.CONTROL,
                    "control.decision.interval",
                    PropertyType.duration(SECOND, DAY),
                    "5 min",
                    "10 s",
                    "Evaluations of a zone that change nothing become one row of irrigation_decisions"
                            + " within this time; the row counts them.");

    public static final Property<Duration> CONTROL_GATEWAY_SILENCE =
            new Property<>(
                    JobProperties.CONTROL,
                    "control.gateway.silence",
                    PropertyType.duration(Duration.ofSeconds(5), DAY),
                    "10 min",
                    "90 s",
                    "A gateway that says nothing for so long is offline: it is reported, and its zones"
                            + " stay shut.");

    public static final Property<Duration> CONTROL_ACK_TIMEOUT =
            new Property<>(
                    JobProperties.CONTROL,
                    "control.ack.timeout",
                    PropertyType.duration(SECOND, Duration.ofMinutes(1)),
                    "10 s",
                    null,
                    "How long a device of protocol v1 may take to acknowledge a command before it is"
                            + " sent again.");

    public static final Property<Duration> CONTROL_COMMAND_VALIDITY =
            new Property<>(
                    JobProperties.CONTROL,
                    "control.command.validity",
                    PropertyType.duration(Duration.ofSeconds(5), Duration.ofMinutes(2)),
                    "2 min",
                    null,
                    "How long after its decision a command may still reach its device. Longer than the"
                            + " checkpoint interval, since an opening waits for its checkpoint; a valve of"
                            + " protocol original is not opened again before it is over.");

    private ControlProperties() {}
}
