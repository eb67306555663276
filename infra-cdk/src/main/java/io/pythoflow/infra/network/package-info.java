/**
 * What a network is made of: the VPC and its ways out, the ways in for MQTT, the name that leads
 * there, and the peering. One construct each; {@link io.pythoflow.infra.stack.NetworkStack}
 * composes them.
 */
@NullMarked
package io.pythoflow.infra.network;

import org.jspecify.annotations.NullMarked;
