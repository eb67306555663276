/**
 * Recorded data through MQTT again: CSV files are read as streams, merged by time and published as
 * they are, quirks included. The replay command calls it; it judges no value.
 */
@NullMarked
package io.pythoflow.sim.replay;

import org.jspecify.annotations.NullMarked;
