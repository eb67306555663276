/**
 * How every command talks to a broker: address and credentials from the command line, one
 * reconnecting connection per gateway that keeps a message until the broker has acknowledged it,
 * and the JSON of a reading. Commands call it; it knows no command.
 */
@NullMarked
package io.pythoflow.sim.mqtt;

import org.jspecify.annotations.NullMarked;
