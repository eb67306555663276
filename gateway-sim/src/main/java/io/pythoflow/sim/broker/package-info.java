/**
 * An MQTT broker for local use, embedded in the process, and throw-away credentials for its
 * mutual-TLS listener. The broker and demo commands and tests start it; it knows nothing of
 * readings.
 */
@NullMarked
package io.pythoflow.sim.broker;

import org.jspecify.annotations.NullMarked;
