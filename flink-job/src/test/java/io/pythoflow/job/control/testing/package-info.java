/** Zones, readings and other fixtures of the control loop's tests. */
@NullMarked
package io.pythoflow.job.control.testing;

import org.jspecify.annotations.NullMarked;
