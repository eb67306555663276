/**
 * The job's settings, read once at start: immutable, typed, with every problem reported at once.
 * Knows the names from the contract and nothing of Flink's runtime.
 */
@NullMarked
package io.pythoflow.job.config;

import org.jspecify.annotations.NullMarked;
