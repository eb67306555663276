package io.pythoflow.job.control.demand;

import io.pythoflow.contract.rules.Limits;
import io.pythoflow.contract.rules.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How much a zone is given.
 *
 * @param depthMm that reaches the roots
 * @param volumeLiters through the valve
 * @param runSeconds open time, all pulses together
 * @param pulseSeconds each opening, in order
 */
public record Dose(
        double depthMm, double volumeLiters, int runSeconds, List<Integer> pulseSeconds) {

    public Dose {
        pulseSeconds = List.copyOf(pulseSeconds);
    }

    /**
     * What a thirsty zone is given, within its limits; nothing where that is less than the shortest
     * run, or where the deficit is unknown and no run time is fixed. A litre on a square metre is a
     * millimetre.
     */
    public static Optional<Dose> of(Zone zone, Need need) {
        if (!need.thirsty()) {
            return Optional.empty();
        }
        Limits limits = zone.limits();
        double mmPerSecond = zone.flowLitersPerMinute() / 60 * zone.efficiency() / zone.areaM2();
        long wanted;
        Integer fixed = zone.demand().fixedRunSeconds();
        if (fixed != null) {
            wanted = fixed;
        } else if (need.deficitMm() != null) {
            double depthMm =
                    Math.min(
                            need.deficitMm(),
                            Objects.requireNonNullElse(
                                    limits.maxDepthMm(), Double.POSITIVE_INFINITY));
            wanted = Math.round(depthMm / mmPerSecond);
        } else {
            return Optional.empty();
        }
        long longest =
                limits.cycleSeconds() == null
                        ? limits.maxRunSeconds()
                        : limits.maxRunSecondsPerDay();
        int runSeconds = (int) Math.min(wanted, Math.min(longest, limits.maxRunSecondsPerDay()));
        if (runSeconds < Math.max(1, limits.minRunSeconds())) {
            return Optional.empty();
        }
        return Optional.of(
                new Dose(
                        runSeconds * mmPerSecond,
                        runSeconds * zone.flowLitersPerMinute() / 60,
                        runSeconds,
                        pulses(runSeconds, longestPulse(limits))));
    }

    private static int longestPulse(Limits limits) {
        int cycle = Objects.requireNonNullElse(limits.cycleSeconds(), Integer.MAX_VALUE);
        return Math.max(1, Math.min(cycle, limits.maxRunSeconds()));
    }

    /** As few as possible, and as equal as whole seconds allow: no stub at the end. */
    private static List<Integer> pulses(int runSeconds, int longest) {
        int count = (runSeconds + longest - 1) / longest;
        List<Integer> pulses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pulses.add(runSeconds / count + (i < runSeconds % count ? 1 : 0));
        }
        return pulses;
    }
}
