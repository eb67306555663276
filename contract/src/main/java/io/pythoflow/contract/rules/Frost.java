package io.pythoflow.contract.rules;

import org.jspecify.annotations.Nullable;

/**
 * When frost keeps the valve shut.
 *
 * @param belowC air temperature below which nothing opens; null for never
 * @param clearSeconds how long the air must have been warmer again
 */
public record Frost(@Nullable Double belowC, int clearSeconds) {}
