/**
 * The job, and what it is measured beside, over bytes that lie in memory: no broker, no network.
 */
@NullMarked
package io.pythoflow.bench.memory;

import org.jspecify.annotations.NullMarked;
