/**
 * What the job reports to the service that runs it, by the names of the contract. Knows nothing of
 * what is counted.
 */
@NullMarked
package io.pythoflow.job.metrics;

import org.jspecify.annotations.NullMarked;
