/**
 * How operators keep their own types in state: serializers written by hand, with a version in front
 * of every value. Operators use it for what they store; it must not know any of those types.
 */
@NullMarked
package io.pythoflow.job.state;

import org.jspecify.annotations.NullMarked;
