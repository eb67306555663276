/**
 * What {@code make deploy} and {@code make destroy} check and do beside the CDK's command line.
 * Asks AWS through small interfaces; knows nothing of CDK.
 */
@NullMarked
package io.pythoflow.infra.deploy;

import org.jspecify.annotations.NullMarked;
