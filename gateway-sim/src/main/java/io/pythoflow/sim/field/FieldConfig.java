package io.pythoflow.sim.field;

import io.pythoflow.contract.agronomy.Crop;
import io.pythoflow.contract.agronomy.Soil;
import io.pythoflow.sim.field.fault.FaultSelection;
import io.pythoflow.sim.field.soil.Site;
import io.pythoflow.sim.field.soil.Watering;
import io.pythoflow.sim.field.valve.MisbehaviourSelection;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that makes a field what it is; with a start time, and with the commands and their
 * times, it determines every byte published.
 *
 * @param gateways 1 to 1000
 * @param sensorsPerGateway 1 to 1000
 * @param sensorsPerZone the gateway's sensors are dealt out to zones of this many
 * @param interval between two readings of a sensor, 1 ms to a day
 * @param statusInterval between two status messages of a gateway, and between two diagnostics
 * @param timeLapse seconds of physics per second of the clock, 1 to 1,000,000
 * @param watering who opens the valves
 * @param misbehaviours of what obeys commands; none where nothing does
 */
public record FieldConfig(
        int gateways,
        int sensorsPerGateway,
        int sensorsPerZone,
        Duration interval,
        Duration statusInterval,
        long seed,
        double timeLapse,
        Site site,
        Soil soil,
        Crop crop,
        Firmware firmware,
        FaultSelection faults,
        Watering watering,
        MisbehaviourSelection misbehaviours) {

    // Before DEFAULT, whose constructor needs them.
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Two gateways with four sensors each, one reading a second, two hours of field in ten. */
    public static final FieldConfig DEFAULT =
            new FieldConfig(
                    2,
                    4,
                    2,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    1,
                    720,
                    new Site(41.1, 100, LocalDate.of(2025, 5, 1)),
                    Soil.LOAM,
                    Crop.TOMATO,
                    Firmware.V1,
                    FaultSelection.none(),
                    Watering.RULE,
                    MisbehaviourSelection.none());

    public FieldConfig {
        requireWithin("gateways", gateways, 1, 1000);
        requireWithin("sensors per gateway", sensorsPerGateway, 1, 1000);
        requireWithin("sensors per zone", sensorsPerZone, 1, 1000);
        requireWithin("field seconds per second", timeLapse, 1, 1_000_000);
        requireWithin("interval", interval);
        requireWithin("status interval", statusInterval);
        if (watering == Watering.RULE && !misbehaviours.isEmpty()) {
            throw new IllegalArgumentException(
                    "Nothing obeys commands that could misbehave; water by commands");
        }
        misbehaviours.requireAmong(devices(gateways, sensorsPerGateway, sensorsPerZone, firmware));
    }

    /** All sensors of the field. */
    public int sensors() {
        return gateways * sensorsPerGateway;
    }

    /** {@code irrigation-gateway-000}. */
    public static String gatewayId(int gateway) {
        return "irrigation-gateway-%03d".formatted(gateway);
    }

    int zonesPerGateway() {
        return zonesPerGateway(sensorsPerGateway, sensorsPerZone);
    }

    private static int zonesPerGateway(int sensorsPerGateway, int sensorsPerZone) {
        return (sensorsPerGateway + sensorsPerZone - 1) / sensorsPerZone;
    }

    /** What obeys commands: a valve per zone, or with the original firmware every node. */
    private static List<String> devices(
            int gateways, int sensorsPerGateway, int sensorsPerZone, Firmware firmware) {
        List<String> devices = new ArrayList<>();
        for (int gateway = 0; gateway < gateways; gateway++) {
            if (firmware == Firmware.ORIGINAL) {
                for (int sensor = 0; sensor < sensorsPerGateway; sensor++) {
                    devices.add(sensorId(gateway, sensor, sensorsPerZone));
                }
            } else {
                for (int i = 0; i < zonesPerGateway(sensorsPerGateway, sensorsPerZone); i++) {
                    devices.add(valveId(gateway, i));
                }
            }
        }
        return devices;
    }

    /** {@code field-01.A}: one field per gateway, one letter per zone. */
    String zoneId(int gateway, int zone) {
        return "field-%02d.%s".formatted(gateway + 1, letters(zone));
    }

    /** {@code 000-A1}: gateway, zone, number within the zone. */
    String sensorId(int gateway, int sensor) {
        return sensorId(gateway, sensor, sensorsPerZone);
    }

    private static String sensorId(int gateway, int sensor, int sensorsPerZone) {
        return "%03d-%s%d"
                .formatted(gateway, letters(sensor / sensorsPerZone), sensor % sensorsPerZone + 1);
    }

    /** {@code 000-A}: what drives the valve of a zone. */
    static String valveId(int gateway, int zone) {
        return "%03d-%s".formatted(gateway, letters(zone));
    }

    /** {@code 000}: what the original addresses commands to, its gateway's number. */
    static String originalDeviceId(int gateway) {
        return "%03d".formatted(gateway);
    }

    /** A … Z, AA, AB … */
    private static String letters(int index) {
        String last = Character.toString('A' + index % 26);
        return index < 26 ? last : letters(index / 26 - 1) + last;
    }

    private static void requireWithin(String what, double value, double lowest, double highest) {
        if (!(value >= lowest && value <= highest)) {
            throw new IllegalArgumentException(
                    "The number of %s, %s, is outside %s to %s"
                            .formatted(what, value, lowest, highest));
        }
    }

    private static void requireWithin(String what, Duration duration) {
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "The %s of %s is outside %s to %s"
                            .formatted(what, duration, SHORTEST, LONGEST));
        }
    }
}
