/**
 * A decision and its reasons: the gates in their order, and the record of what was seen, ordered
 * and done.
 */
@NullMarked
package io.pythoflow.job.control.decision;

import org.jspecify.annotations.NullMarked;
