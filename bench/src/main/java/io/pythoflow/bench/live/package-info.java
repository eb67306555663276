/**
 * A load over MQTT and who receives it: the job, and what it is measured beside. Each run has a
 * broker of its own, and its output is checked.
 */
@NullMarked
package io.pythoflow.bench.live;

import org.jspecify.annotations.NullMarked;
