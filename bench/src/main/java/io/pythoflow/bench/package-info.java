/**
 * Measurements of the job, one command each. Started by people through {@code bin/bench}; starts
 * brokers, load and the job in processes of their own. Knows the job; the job never knows it.
 */
@NullMarked
package io.pythoflow.bench;

import org.jspecify.annotations.NullMarked;
