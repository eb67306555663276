package io.pythoflow.contract.rules;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole of what is ordered, {@code pythoflow.rules/1}: the payload of the system update that is
 * retained on {@code irrigation/system/updates}. Its version is the envelope's.
 *
 * @param emergencyStop every device of protocol {@code v1} is stopped, and nothing opens
 * @param pause of all zones; null where there is none
 * @param weatherSensors whose rain, air, wind and sun hold for every zone that names none itself
 * @param pumpGroups by name
 * @param zones by id
 */
public record RulesDocument(
        boolean emergencyStop,
        @Nullable Pause pause,
        List<String> weatherSensors,
        Map<String, PumpGroup> pumpGroups,
        Map<String, Zone> zones) {

    public RulesDocument {
        weatherSensors = List.copyOf(weatherSensors);
        pumpGroups = Map.copyOf(pumpGroups);
        zones = Map.copyOf(zones);
    }
}
