package io.pythoflow.job.control;

import io.pythoflow.contract.rules.RulesDocument;
import io.pythoflow.contract.rules.Zone;
import java.util.HashSet;
import java.util.Set;

/** Which sensors rules name, in whatever role. */
final class SensorsOf {

    private SensorsOf() {}

    static Set<String> document(RulesDocument document) {
        Set<String> sensors = new HashSet<>(document.weatherSensors());
        document.zones().values().forEach(zone -> sensors.addAll(zone(zone)));
        return sensors;
    }

    /** Without the document's weather sensors. */
    static Set<String> zone(Zone zone) {
        Set<String> sensors = new HashSet<>(zone.sensors());
        sensors.addAll(zone.weatherSensors());
        if (zone.flowSensor() != null) {
            sensors.add(zone.flowSensor());
        }
        return sensors;
    }
}
