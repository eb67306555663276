/**
 * The certificate and key of the job's thing, from AWS Secrets Manager. Called by the connector
 * when a reader opens. The one place that knows Secrets Manager; knows nothing of the job.
 */
@NullMarked
package io.pythoflow.job.secret;

import org.jspecify.annotations.NullMarked;
