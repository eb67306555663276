/**
 * Whether a zone is thirsty, how deep, and how long a run that is. It computes from what was sensed
 * and from the weather; it knows no valve.
 */
@NullMarked
package io.pythoflow.job.control.demand;

import org.jspecify.annotations.NullMarked;
