package io.pythoflow.job.control;

import io.pythoflow.contract.rules.PumpGroup;
import io.pythoflow.job.control.decision.Situation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is left of each pump, and who goes first. */
final class Pumps {

    /** The driest of the most important first; the id only makes the order certain. */
    static final Comparator<ZoneControl> NEEDIEST_FIRST =
            Comparator.comparingInt((ZoneControl one) -> one.zone().priority())
                    .thenComparingDouble(ZoneControl::share)
                    .reversed()
                    .thenComparing(one -> one.zone().id());

    private final Map<String, PumpGroup> groups;
    private final Map<String, List<ZoneControl>> zones = new HashMap<>();

    /**
     * @param groups by name
     * @param all zones whose valves may be open, those that the rules dropped included
     */
    Pumps(Map<String, PumpGroup> groups, Iterable<ZoneControl> all) {
        this.groups = groups;
        for (ZoneControl zone : all) {
            String group = zone.zone().pumpGroup();
            if (group != null) {
                zones.computeIfAbsent(group, one -> new ArrayList<>()).add(zone);
            }
        }
    }

    /** What the pump of a zone has to say to it. */
    Situation.Pump of(ZoneControl asking, long now) {
        String name = asking.zone().pumpGroup();
        PumpGroup group = name == null ? null : groups.get(name);
        if (group == null) {
            return new Situation.Pump(Double.POSITIVE_INFINITY, null);
        }
        double held = 0;
        String before = null;
        for (ZoneControl other : zones.getOrDefault(name, List.of())) {
            if (other == asking) {
                continue;
            }
            if (other.valve().mayHoldPump(other.zone(), now)) {
                held += other.zone().flowLitersPerMinute();
            }
            if (other.waitsForPump() && NEEDIEST_FIRST.compare(other, asking) < 0) {
                before = other.zone().id();
            }
        }
        return new Situation.Pump(group.capacityLitersPerMinute() - held, before);
    }
}
