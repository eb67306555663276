package io.pythoflow.job.control.valve;

import io.pythoflow.contract.rules.Zone;

/**
 * What holds while one input or tick is worked off.
 *
 * @param now epoch milliseconds
 */
record Moment(Zone zone, long now, ValveEvents out) {}
