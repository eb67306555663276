/**
 * The job on a mini cluster in one process, for {@code make run} and {@code make job}: web UI,
 * checkpoints to resume from, a line of progress. Not in the application jar.
 */
@NullMarked
package io.pythoflow.job.local;

import org.jspecify.annotations.NullMarked;
