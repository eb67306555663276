/**
 * The CDK app: one environment of PythoFlow in an AWS account. Stacks compose, constructs make
 * resources, one concern each.
 */
@NullMarked
package io.pythoflow.infra;

import org.jspecify.annotations.NullMarked;
