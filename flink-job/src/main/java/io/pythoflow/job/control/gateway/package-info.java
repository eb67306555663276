/**
 * What gateways and devices report of themselves, who of them is there, and what people are told
 * about it.
 */
@NullMarked
package io.pythoflow.job.control.gateway;

import org.jspecify.annotations.NullMarked;
