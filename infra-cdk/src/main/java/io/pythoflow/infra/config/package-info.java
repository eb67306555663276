/**
 * What one environment is: read from its file and validated before anything is synthesised. Knows
 * nothing of CDK.
 */
@NullMarked
package io.pythoflow.infra.config;

import org.jspecify.annotations.NullMarked;
