/**
 * MQTT by hand: numbered readings, a publisher at a constant rate and the raw subscriber that the
 * job's transport is compared with. Knows nothing of the job and shares no code with it.
 */
@NullMarked
package io.pythoflow.bench.wire;

import org.jspecify.annotations.NullMarked;
