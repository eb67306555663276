package io.pythoflow.contract.rules;

import io.pythoflow.contract.agronomy.Crop;
import io.pythoflow.contract.agronomy.SoilWater;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The area one valve waters, and the rules for it.
 *
 * @param mode at most this is done; {@link ControlMode#OFF} takes the zone out
 * @param sensors whose soil moisture counts, at least one
 * @param weatherSensors whose rain, air, wind and sun count, in place of the document's; empty for
 *     the document's and, where that names none, the zone's own sensors
 * @param flowSensor whose flow rate is that of the valve; null where none measures it
 * @param device what opens the valve
 * @param crop what grows; decides depletion fraction and, with {@code plantedOn}, the crop
 *     coefficient
 * @param plantedOn null where unknown; then the crop is taken to be in mid-season
 * @param soil how much water it holds
 * @param rootDepthM Zr, m
 * @param areaM2 watered, m²
 * @param flowLitersPerMinute of the open valve
 * @param efficiency share of the water that reaches the roots, above 0 to 1
 * @param pumpGroup null where the pump is never short
 * @param priority among the zones of a pump group, the highest first; equals by need
 * @param timeZone of days, windows and {@code local_date}
 * @param site where it is; null switches off what needs the sun
 * @param demand when it is thirsty
 * @param allowed when it may be watered; empty for always
 * @param manual run now, whatever the soil says; null for none
 * @param pause of this zone; null for none
 * @param maintenanceResetAt epoch milliseconds: lock-outs from before it are over; null for none
 */
public record Zone(
        String id,
        ControlMode mode,
        List<String> sensors,
        List<String> weatherSensors,
        @Nullable String flowSensor,
        Device device,
        Crop crop,
        @Nullable LocalDate plantedOn,
        SoilWater soil,
        double rootDepthM,
        double areaM2,
        double flowLitersPerMinute,
        double efficiency,
        @Nullable String pumpGroup,
        int priority,
        ZoneId timeZone,
        @Nullable Site site,
        Demand demand,
        List<TimeWindow> allowed,
        Limits limits,
        Sensing sensing,
        Rain rain,
        Frost frost,
        @Nullable Manual manual,
        @Nullable Pause pause,
        @Nullable Long maintenanceResetAt) {

    public Zone {
        Objects.requireNonNull(id, "id");
        sensors = List.copyOf(sensors);
        weatherSensors = List.copyOf(weatherSensors);
        allowed = List.copyOf(allowed);
    }

    /**
     * Where a zone is, for the sun.
     *
     * @param latitudeDegrees north positive
     * @param longitudeDegrees east positive
     * @param elevationM above sea level
     */
    public record Site(double latitudeDegrees, double longitudeDegrees, double elevationM) {}
}
