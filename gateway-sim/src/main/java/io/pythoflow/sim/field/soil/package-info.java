/**
 * The physics of a field: weather, reference evapotranspiration, the water balance of the root zone
 * and the valves that refill it. The simulation advances it and asks what is true; it knows neither
 * sensors nor messages nor the clock on the wall.
 */
@NullMarked
package io.pythoflow.sim.field.soil;

import org.jspecify.annotations.NullMarked;
