/**
 * MQTT 5 over Netty: connections that subscribe, hand over what arrives, acknowledge only when told
 * to, publish, and come back after a loss. Called by the source and the sink of the parent package;
 * knows neither Flink nor what the messages mean.
 */
@NullMarked
package io.pythoflow.job.mqtt.transport;

import org.jspecify.annotations.NullMarked;
