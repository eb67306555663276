package io.pythoflow.contract.rules;

import org.jspecify.annotations.Nullable;

/**
 * What a zone's watering never exceeds.
 *
 * @param minRunSeconds a shorter run is not worth it
 * @param maxRunSeconds of one opening of the valve; original devices have 600 at most unless set
 * @param maxDepthMm of one decision, all its pulses together; null for none
 * @param cycleSeconds the longest pulse; a longer run is split, with soaking between. Null for one
 *     pulse
 * @param soakSeconds between two pulses of one decision
 * @param minRestSeconds between the end of one decision's watering and the next decision
 * @param maxRunSecondsPerDay open time in a local day
 * @param maxVolumeLitersPerDay in a local day; null for none
 */
public record Limits(
        int minRunSeconds,
        int maxRunSeconds,
        @Nullable Double maxDepthMm,
        @Nullable Integer cycleSeconds,
        int soakSeconds,
        int minRestSeconds,
        int maxRunSecondsPerDay,
        @Nullable Double maxVolumeLitersPerDay) {}
