/**
 * What devices may do on the broker, as policies of AWS IoT Core made from the contract's topics.
 * Knows nothing of CDK. {@code docs/policies.md} shows the same as a table.
 */
@NullMarked
package io.pythoflow.infra.policy;

import org.jspecify.annotations.NullMarked;
