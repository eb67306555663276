package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.AlertBook.Subject;
import io.pythoflow.job.control.decision.Gates;
import io.pythoflow.job.control.sense.Sensed;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/** Tells people which sensors of a zone are not to be believed, once they have been so for long. */
final class SensorWatch {

    /** A sensor is missed for so long before people are told. */
    private static final long PATIENCE_MS = 60_000;

    private final Map<String, Long> faultySince = new TreeMap<>();

    /** Takes note of what is seen of a zone's sensors. */
    void look(Zone zone, Sensed sensed, Farm farm, long now) {
        Map<String, String> faults = new TreeMap<>(sensed.faults());
        faults.keySet().retainAll(zone.sensors());
        for (Iterator<String> known = faultySince.keySet().iterator(); known.hasNext(); ) {
            String sensor = known.next();
            if (!faults.containsKey(sensor)) {
                known.remove();
                clear(zone, sensor, "is healthy again", farm, now);
            }
        }
        boolean patient = false;
        for (var fault : faults.entrySet()) {
            long since = faultySince.computeIfAbsent(fault.getKey(), one -> now);
            if (now - since >= PATIENCE_MS) {
                farm.raise(
                        Alert.Code.SENSOR_FAULTY,
                        Severity.WARN,
                        Subject.sensor(zone, fault.getKey()),
                        "Sensor %s is %s".formatted(fault.getKey(), fault.getValue()),
                        now);
            } else {
                patient = true;
            }
        }
        String complaint = Gates.sensors(sensed);
        if (complaint == null) {
            clear(zone, "Enough sensors are healthy again", farm, now);
        } else if (!patient) {
            farm.raise(
                    Alert.Code.ZONE_WITHOUT_HEALTHY_SENSOR,
                    Severity.ERROR,
                    Subject.zone(zone),
                    "Zone %s is not watered by its sensors: %s".formatted(zone.id(), complaint),
                    now);
        }
    }

    /** The zone is not watered any more. */
    void end(Zone zone, Farm farm, long now) {
        faultySince
                .keySet()
                .forEach(sensor -> clear(zone, sensor, "is not watched any more", farm, now));
        faultySince.clear();
        clear(zone, "Zone " + zone.id() + " is not watered any more", farm, now);
    }

    private static void clear(Zone zone, String sensor, String how, Farm farm, long now) {
        farm.clear(
                Alert.Code.SENSOR_FAULTY,
                Subject.sensor(zone, sensor),
                "Sensor " + sensor + " " + how,
                now);
    }

    private static void clear(Zone zone, String message, Farm farm, long now) {
        farm.clear(Alert.Code.ZONE_WITHOUT_HEALTHY_SENSOR, Subject.zone(zone), message, now);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(faultySince.size());
        for (var fault : faultySince.entrySet()) {
            out.writeUTF(fault.getKey());
            out.writeLong(fault.getValue());
        }
    }

    static SensorWatch read(DataInput in) throws IOException {
        SensorWatch watch = new SensorWatch();
        for (int left = in.readInt(); left > 0; left--) {
            watch.faultySince.put(in.readUTF(), in.readLong());
        }
        return watch;
    }
}
