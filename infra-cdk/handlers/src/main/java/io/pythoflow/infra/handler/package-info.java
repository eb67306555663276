/**
 * Lambda functions that do for CloudFormation what it cannot: certificates whose keys are seen by
 * nobody, waiting for the Flink application, look-ups. They answer CloudFormation themselves.
 */
@NullMarked
package io.pythoflow.infra.handler;

import org.jspecify.annotations.NullMarked;
