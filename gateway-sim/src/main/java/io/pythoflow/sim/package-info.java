/**
 * The command line of the world outside the cloud. People and scripts call it; it knows the
 * contract (topics, payload shapes) and nothing of the job that reads what it publishes.
 */
@NullMarked
package io.pythoflow.sim;

import org.jspecify.annotations.NullMarked;
