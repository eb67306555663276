package io.pythoflow.sim.field.valve;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which devices misbehave, how, and how often.
 *
 * @param devices by misbehaviour; an empty set means every device
 * @param share of the commands that each misbehaviour strikes, above 0 to 1
 */
public record MisbehaviourSelection(Map<Misbehaviour, Set<String>> devices, double share) {

    public MisbehaviourSelection {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "Misbehaviour share %s is outside 0 (exclusive) to 1".formatted(share));
        }
        devices = Map.copyOf(devices);
    }

    /** Everybody obeys. */
    public static MisbehaviourSelection none() {
        return new MisbehaviourSelection(Map.of(), 1);
    }

    /**
     * Reads {@code NAME} and {@code NAME:DEVICE}.
     *
     * @throws IllegalArgumentException naming what is unknown and what there is
     */
    public static MisbehaviourSelection parse(List<String> texts, double share) {
        Map<Misbehaviour, Set<String>> devices = new EnumMap<>(Misbehaviour.class);
        for (String text : texts) {
            String[] parts = text.split(":", 2);
            Misbehaviour misbehaviour = misbehaviour(parts[0]);
            Set<String> before = devices.get(misbehaviour);
            if (parts.length == 1) {
                devices.put(misbehaviour, Set.of());
            } else if (before == null) {
                devices.put(misbehaviour, new TreeSet<>(Set.of(parts[1])));
            } else if (!before.isEmpty()) {
                before.add(parts[1]);
            }
        }
        return new MisbehaviourSelection(devices, share);
    }

    /** Whether there is nothing in it. */
    public boolean isEmpty() {
        return devices.isEmpty();
    }

    /**
     * Complains about devices that do not exist.
     *
     * @throws IllegalArgumentException naming them and what there is
     */
    public void requireAmong(Collection<String> known) {
        Set<String> unknown = new TreeSet<>();
        devices.values().forEach(unknown::addAll);
        unknown.removeAll(Set.copyOf(known));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "No device %s can misbehave; there are %s"
                            .formatted(String.join(", ", unknown), String.join(", ", known)));
        }
    }

    boolean concerns(Misbehaviour misbehaviour, String deviceId) {
        Set<String> chosen = devices.get(misbehaviour);
        return chosen != null && (chosen.isEmpty() || chosen.contains(deviceId));
    }

    private static Misbehaviour misbehaviour(String name) {
        return Misbehaviour.named(name)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Unknown misbehaviour '%s'; there are %s"
                                                .formatted(name, allNames())));
    }

    private static String allNames() {
        return Arrays.stream(Misbehaviour.values())
                .map(Misbehaviour::option)
                .collect(Collectors.joining(", "));
    }
}
