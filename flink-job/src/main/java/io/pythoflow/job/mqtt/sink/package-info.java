/**
 * A Flink sink for MQTT 5 that publishes with QoS 1, at once or after the checkpoint has completed.
 * Called by the job's topology; knows nothing of irrigation, nor of the source beside it. The
 * protocol itself is in {@code transport}, which knows no Flink.
 */
@NullMarked
package io.pythoflow.job.mqtt.sink;

import org.jspecify.annotations.NullMarked;
