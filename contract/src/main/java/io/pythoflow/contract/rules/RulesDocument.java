package io.pythoflow.contract.rules;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The whole of what is ordered, {@code pythoflow.rules/1}: the payload of the system update that is
 * retained on {@code irrigation/system/updates}. Its version is the envelope's.
 *
 * @param emergencyStop every device of protocol {@code v1} is stopped, and nothing opens
 * @param pause of all zones; null where there is none
 * @param weatherSensors whose rain, air, wind and sun hold for every zone that names none itself
 * @param pumpGroups by name, sorted
 * @param zones by id, sorted
 */
public record RulesDocument(
        boolean emergencyStop,
        @Nullable Pause pause,
        List<String> weatherSensors,
        Map<String, PumpGroup> pumpGroups,
        Map<String, Zone> zones) {

    public RulesDocument {
        weatherSensors = List.copyOf(weatherSensors);
        // Sorted, so that whoever goes through them takes the same order after a restart.
        pumpGroups = Collections.unmodifiableMap(new TreeMap<>(pumpGroups));
        zones = Collections.unmodifiableMap(new TreeMap<>(zones));
    }
}
