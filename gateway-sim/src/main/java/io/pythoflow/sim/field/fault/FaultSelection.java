package io.pythoflow.sim.field.fault;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which faults are on, and how often.
 *
 * @param faults the ones that are on
 * @param rate share of the messages that each of them strikes, 0 to 0.5
 */
public record FaultSelection(Set<Fault> faults, double rate) {

    public static final String NONE = "none";
    public static final String ALL = "all";

    private static final double HIGHEST_RATE = 0.5;

    public FaultSelection {
        if (!(rate >= 0 && rate <= HIGHEST_RATE)) {
            throw new IllegalArgumentException(
                    "Fault rate %s is outside 0 to %s".formatted(rate, HIGHEST_RATE));
        }
        faults = Set.copyOf(faults);
    }

    /** Everything works. */
    public static FaultSelection none() {
        return new FaultSelection(Set.of(), 0);
    }

    /**
     * Reads {@code none}, {@code all} or names with commas between them.
     *
     * @throws IllegalArgumentException naming what is unknown and what there is
     */
    public static FaultSelection parse(String text, double rate) {
        return switch (text) {
            case NONE -> new FaultSelection(Set.of(), rate);
            case ALL -> new FaultSelection(EnumSet.allOf(Fault.class), rate);
            default ->
                    new FaultSelection(
                            Arrays.stream(text.split(",", -1))
                                    .map(String::strip)
                                    .map(FaultSelection::fault)
                                    .collect(Collectors.toSet()),
                            rate);
        };
    }

    /** The same without one of them. */
    public FaultSelection without(Fault fault) {
        Set<Fault> others = EnumSet.noneOf(Fault.class);
        others.addAll(faults);
        others.remove(fault);
        return new FaultSelection(others, rate);
    }

    boolean has(Fault fault) {
        return rate > 0 && faults.contains(fault);
    }

    private static Fault fault(String name) {
        return Fault.named(name)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Unknown fault '%s'; there are %s"
                                                .formatted(name, allNames())));
    }

    private static String allNames() {
        return Arrays.stream(Fault.values()).map(Fault::option).collect(Collectors.joining(", "));
    }
}
