/**
 * A season in the field as it is: weather, soil, probes that are wrong, and what becomes of the
 * water. Knows nothing of the control loop, and shares only the crop's constants and the formula of
 * evapotranspiration with it.
 */
@NullMarked
package io.pythoflow.job.control.season;

import org.jspecify.annotations.NullMarked;
