/**
 * Event-time windows: from checked readings to the rows of {@code sensor_aggregates}. The topology
 * puts {@link io.pythoflow.job.aggregate.WindowFunction} behind deduplication; all statistics are
 * plain Java below it. It must not know where readings come from, nor how rows are stored.
 */
@NullMarked
package io.pythoflow.job.aggregate;

import org.jspecify.annotations.NullMarked;
