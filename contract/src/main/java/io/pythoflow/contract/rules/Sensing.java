package io.pythoflow.contract.rules;

import org.jspecify.annotations.Nullable;

/**
 * What makes a sensor worth believing.
 *
 * @param staleAfterSeconds without a reading; null for the greater of three sample periods and 15
 *     minutes
 * @param maxStep between two readings and from the median of the last five, in the metric's unit;
 *     null for the metric's own spike step
 * @param flatlineSeconds with one and the same value while the soil should change; null for never
 * @param maxSpread between healthy sensors, in the unit of the zone's moisture; beyond it the
 *     wetter half counts
 * @param quorum healthy sensors needed; null for 1, or 2 where three or more are fitted
 */
public record Sensing(
        @Nullable Integer staleAfterSeconds,
        @Nullable Double maxStep,
        @Nullable Integer flatlineSeconds,
        double maxSpread,
        @Nullable Integer quorum) {}
