package io.pythoflow.sim.field.fault;

import io.pythoflow.sim.field.random.Seeds;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Makes the dice of every fault from the seed, and counts what they struck. */
public final class FaultPlan {

    private final long seed;
    private final FaultSelection selection;
    private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);

    public FaultPlan(long seed, FaultSelection selection) {
        this.seed = Seeds.of(seed, "faults");
        this.selection = selection;
    }

    /** Messages struck so far, for people: {@code duplicates 12, gaps 40}; empty if none. */
    public String summary() {
        return Arrays.stream(Fault.values())
                .filter(counts::containsKey)
                .map(fault -> fault.option() + " " + counts.get(fault))
                .collect(Collectors.joining(", "));
    }

    /** Messages struck by a fault so far. */
    public long count(Fault fault) {
        return counts.getOrDefault(fault, 0L);
    }

    /** The rate of a fault: 0 if it is off. */
    double rate(Fault fault) {
        return selection.has(fault) ? selection.rate() : 0;
    }

    /** A generator that nothing else draws from. */
    Random random(Fault fault, String who) {
        return Seeds.random(seed, fault.name() + " " + who);
    }

    /** Episodes of a fault for one sensor or gateway. */
    Episode episodes(Fault fault, String who) {
        return new Episode(rate(fault), fault.typicalMessages(), random(fault, who));
    }

    void struck(Fault fault) {
        counts.merge(fault, 1L, Long::sum);
    }
}
