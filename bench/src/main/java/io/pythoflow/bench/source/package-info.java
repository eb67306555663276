/** What the job's MQTT source achieves in a real job: rate against its bound, and memory. */
@NullMarked
package io.pythoflow.bench.source;

import org.jspecify.annotations.NullMarked;
