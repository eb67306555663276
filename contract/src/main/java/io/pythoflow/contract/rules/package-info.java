/**
 * The rules of irrigation as one document: zones, thresholds, limits, pause and emergency stop. The
 * job lives by it, operators' tools write it, and both read it with the same eyes: what one calls
 * valid, the other obeys.
 */
@NullMarked
package io.pythoflow.contract.rules;

import org.jspecify.annotations.NullMarked;
