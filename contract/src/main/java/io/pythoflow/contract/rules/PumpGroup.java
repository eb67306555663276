package io.pythoflow.contract.rules;

/**
 * Zones that drink from one pump.
 *
 * @param capacityLitersPerMinute what their flows may add up to
 */
public record PumpGroup(double capacityLitersPerMinute) {}
