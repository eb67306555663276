/**
 * Lambda functions that do for CloudFormation what it cannot: certificates whose keys are seen by
 * nobody, waiting for the Flink application, look-ups. They answer CloudFormation themselves.
 *
 * <p>A {@code …Handler} is what Lambda instantiates; it gives clients of the AWS SDK to the {@link
 * io.pythoflow.infra.handler.ResourceWork} of the same name, which knows nothing of Lambda, and is
 * run by {@link io.pythoflow.infra.handler.CustomResourceHandler}. One invocation is one thread;
 * nothing is shared between two.
 *
 * <p>No event, no credentials and no presigned URL ever reaches a log, an answer or an exception.
 */
@NullMarked
package io.pythoflow.infra.handler;

import org.jspecify.annotations.NullMarked;
