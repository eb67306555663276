/** How commands talk to a broker. */
@NullMarked
package io.pythoflow.sim.mqtt;

import org.jspecify.annotations.NullMarked;
