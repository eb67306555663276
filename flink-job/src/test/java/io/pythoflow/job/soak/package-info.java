/**
 * Kills the job, cuts its connections and changes its size while readings come in, and then holds
 * its tables against the ledger of what was sent. Started by {@code bin/soak} and, short, by {@link
 * io.pythoflow.job.soak.SoakIT}.
 */
@NullMarked
package io.pythoflow.job.soak;

import org.jspecify.annotations.NullMarked;
