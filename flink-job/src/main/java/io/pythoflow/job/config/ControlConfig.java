package io.pythoflow.job.config;

import io.pythoflow.contract.property.ControlProperties;
import io.pythoflow.contract.rules.ControlMode;
import java.time.Duration;
import java.util.Optional;

/**
 * How the control loop behaves, whatever the rules say.
 *
 * @param mode at most this is done
 * @param initialRules path or URI of the rules to begin with
 * @param decisionInterval evaluations without news become one row within it
 * @param gatewaySilence a gateway is offline after it
 * @param ackTimeout a command is sent again after it
 * @param commandValidity a command is obeyed no later than that after its decision
 */
public record ControlConfig(
        ControlMode mode,
        Optional<String> initialRules,
        Duration decisionInterval,
        Duration gatewaySilence,
        Duration ackTimeout,
        Duration commandValidity) {

    static ControlConfig from(Settings settings) {
        return new ControlConfig(
                settings.value(ControlProperties.CONTROL_MODE),
                settings.find(ControlProperties.RULES_INITIAL),
                settings.value(ControlProperties.CONTROL_DECISION_INTERVAL),
                settings.value(ControlProperties.CONTROL_GATEWAY_SILENCE),
                settings.value(ControlProperties.CONTROL_ACK_TIMEOUT),
                settings.value(ControlProperties.CONTROL_COMMAND_VALIDITY));
    }
}
