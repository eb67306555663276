/**
 * What the job is measured beside: jobs as anybody would write them who knows Flink well, and as
 * anybody would who reads the first pages of its documentation.
 */
@NullMarked
package io.pythoflow.bench.baseline;

import org.jspecify.annotations.NullMarked;
