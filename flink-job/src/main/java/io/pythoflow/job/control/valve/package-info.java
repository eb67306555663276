/**
 * The life of a valve: what was ordered, what the device made of it, what it may still be given
 * today. It knows how devices answer, and nothing of why one waters.
 */
@NullMarked
package io.pythoflow.job.control.valve;

import org.jspecify.annotations.NullMarked;
