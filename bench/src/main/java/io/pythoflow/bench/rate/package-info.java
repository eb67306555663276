/** How much the job takes in over MQTT, and what it costs, beside others. */
@NullMarked
package io.pythoflow.bench.rate;

import org.jspecify.annotations.NullMarked;
