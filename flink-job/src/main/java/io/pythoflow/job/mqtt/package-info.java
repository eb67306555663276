/**
 * A Flink source for MQTT 5 that acknowledges a message when the checkpoint that contains it
 * completes. Called by the job's topology; knows nothing of irrigation. The protocol itself is in
 * {@code transport}, which knows no Flink; the sink is in {@code sink}.
 */
@NullMarked
package io.pythoflow.job.mqtt;

import org.jspecify.annotations.NullMarked;
