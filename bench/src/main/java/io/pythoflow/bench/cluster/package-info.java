/** Flink jobs of the measurements, each on a cluster in its own process. */
@NullMarked
package io.pythoflow.bench.cluster;

import org.jspecify.annotations.NullMarked;
