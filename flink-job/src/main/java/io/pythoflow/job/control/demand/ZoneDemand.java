package io.pythoflow.job.control.demand;

import io.pythoflow.contract.agronomy.SoilWater;
import io.pythoflow.contract.rules.Demand;
import io.pythoflow.contract.rules.Demand.By;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.sense.Sensed;
import io.pythoflow.job.control.sense.SensorTracks;
import io.pythoflow.job.control.sense.ZoneWeather;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a zone is thirsty. Once it is, it stays so until there is enough: between the two
 * thresholds the past decides.
 *
 * <p>Called by the control operator's thread alone.
 */
public final class ZoneDemand {

    /**
     * Latch (boolean), observations below low in a row (int), last observation (long), last
     * watering (long), whether there is a balance (boolean) and the balance.
     */
    private static final int VERSION_1 = 1;

    /** Of the water between wilting point and field capacity, what a refill leaves room for. */
    private static final double ROOM_FOR_RAIN = 0.1;

    /** What the depletion may be off, as a share of the available water. */
    private static final double UNSURE = 0.05;

    private static final int NEVER = -1;

    private boolean dry;
    private int belowLow;
    private long lastObservation = NEVER;
    private long wateredAt = NEVER;
    private @Nullable WaterBalance balance;

    /** The two thresholds, in the zone's unit. */
    private record Thresholds(@Nullable Double low, @Nullable Double high) {}

    /** Depletion and what can be said with it, mm; measured where the balance cannot be trusted. */
    private record Depletion(@Nullable Double depletionMm, double totalMm, double readilyMm) {}

    /**
     * What the zone needs now. Takes the time since the last call into the balance; call it at
     * least every hour.
     *
     * @param documentWeatherSensors of the rules, for a zone that names none
     * @param now epoch milliseconds
     */
    public Need assess(
            Zone zone,
            Sensed sensed,
            SensorTracks tracks,
            List<String> documentWeatherSensors,
            long now) {
        boolean isNew = sensed.observations() > lastObservation;
        lastObservation = sensed.observations();
        Double moisturePercent =
                sensed.hasQuorum() && zone.demand().isVolumetric() ? sensed.moisture() : null;
        WaterBalance water =
                advance(
                        zone,
                        ZoneWeather.of(zone, documentWeatherSensors, tracks),
                        moisturePercent,
                        now);
        if (isNew && moisturePercent != null) {
            water.measure(moisturePercent);
        }
        Double measuredMm =
                moisturePercent == null
                        ? null
                        : Double.valueOf(water.measuredMm(zone, moisturePercent));
        boolean isEt0Known = water.reference().isKnown();
        Double cropEtMm = water.cropEtMmPerDay(zone, now);
        double fraction = WaterBalance.depletionFraction(zone, cropEtMm);
        double totalMm = water.totalAvailableMm(zone);
        Depletion depletion =
                new Depletion(
                        isEt0Known ? Double.valueOf(water.depletionMm()) : measuredMm,
                        totalMm,
                        fraction * totalMm);
        Thresholds thresholds = thresholds(zone.demand(), water.soil(), fraction);
        Need need =
                zone.demand().by() == By.MOISTURE
                        ? byMoisture(zone, sensed, thresholds, depletion, isNew)
                        : byDepletion(thresholds, depletion, cropEtMm);
        return explained(zone, sensed, need, water);
    }

    /**
     * Notes a watering, once it is over or while it goes on.
     *
     * @param depthMm that reached the roots
     * @param at when, epoch milliseconds
     */
    public void watered(double depthMm, long at) {
        wateredAt = Math.max(wateredAt, at);
        if (balance != null) {
            balance.water(depthMm);
        }
    }

    /** When it was last watered, epoch milliseconds; null where that is not known. */
    public @Nullable Long wateredAt() {
        return wateredAt == NEVER ? null : Long.valueOf(wateredAt);
    }

    /** Writes all of it. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION_1);
        out.writeBoolean(dry);
        out.writeInt(belowLow);
        out.writeLong(lastObservation);
        out.writeLong(wateredAt);
        out.writeBoolean(balance != null);
        if (balance != null) {
            balance.write(out);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException of another version, too
     */
    public static ZoneDemand read(DataInput in) throws IOException {
        int version = in.readByte();
        if (version != VERSION_1) {
            throw new IOException(
                    "Cannot read a zone's demand of version %s, this job knows up to %s"
                            .formatted(version, VERSION_1));
        }
        ZoneDemand demand = new ZoneDemand();
        demand.dry = in.readBoolean();
        demand.belowLow = in.readInt();
        demand.lastObservation = in.readLong();
        demand.wateredAt = in.readLong();
        demand.balance = in.readBoolean() ? WaterBalance.read(in) : null;
        return demand;
    }

    private WaterBalance advance(
            Zone zone, ZoneWeather weather, @Nullable Double moisturePercent, long now) {
        WaterBalance water = balance;
        if (water == null || water.isLost(now)) {
            water = WaterBalance.begin(zone, moisturePercent, weather, now);
            balance = water;
        }
        water.advance(zone, weather, moisturePercent, now);
        return water;
    }

    private Need byMoisture(
            Zone zone, Sensed sensed, Thresholds thresholds, Depletion depletion, boolean isNew) {
        Double moisture = sensed.moisture();
        Double low = thresholds.low;
        Double high = thresholds.high;
        if (moisture == null || low == null || high == null || !sensed.hasQuorum()) {
            boolean enough = moisture != null && high != null && moisture >= high;
            return need(
                    Need.UNKNOWN, enough, thresholds, depletion, 0, null, "soil moisture unknown");
        }
        if (isNew) {
            belowLow = moisture < low ? belowLow + 1 : 0;
        }
        if (moisture >= high) {
            dry = false;
        } else if (belowLow >= zone.demand().confirmations()) {
            dry = true;
        }
        Double depletionMm = depletion.depletionMm;
        double share =
                depletionMm == null
                        ? clamp01((high - moisture) / Math.max(1, high))
                        : clamp01(depletionMm / depletion.totalMm);
        Double deficitMm =
                zone.demand().isVolumetric()
                        ? Double.valueOf(Math.max(0, high - moisture) * 10 * zone.rootDepthM())
                        : null;
        String waiting = moisture < low ? Need.CONFIRMING : Need.ABOVE_LOW;
        return need(
                dry ? Need.SOIL_DRY : waiting,
                moisture >= high,
                thresholds,
                depletion,
                share,
                deficitMm,
                format(
                        "soil moisture %.1f %s, low %.1f, high %.1f, %s",
                        moisture, sensed.unit(), low, high, latch(zone.demand().confirmations())));
    }

    /** What the latch makes of the readings. */
    private String latch(int confirmations) {
        return dry && belowLow < confirmations
                ? "was below low and has not reached high yet"
                : format(
                        "%d of %d readings below low",
                        Math.min(belowLow, confirmations), confirmations);
    }

    private Need byDepletion(
            Thresholds thresholds, Depletion depletion, @Nullable Double cropEtMm) {
        Double depletionMm = depletion.depletionMm;
        if (depletionMm == null) {
            return need(Need.UNKNOWN, false, thresholds, depletion, 0, null, "depletion unknown");
        }
        double targetMm = ROOM_FOR_RAIN * depletion.totalMm;
        // Before the readily available water is used up (FAO-56 page 171), not after: earlier by
        // what goes until the same hour tomorrow, and by what the depletion may be off.
        double marginMm =
                Math.max(UNSURE * depletion.totalMm, Objects.requireNonNullElse(cropEtMm, 0.0));
        if (depletionMm <= targetMm + UNSURE * depletion.totalMm) {
            dry = false;
        } else if (depletionMm + marginMm >= depletion.readilyMm) {
            dry = true;
        }
        return need(
                dry ? Need.DEPLETED : Need.ABOVE_LOW,
                depletionMm <= targetMm,
                thresholds,
                depletion,
                clamp01(depletionMm / depletion.totalMm),
                Math.max(0, depletionMm - targetMm),
                format(
                        "depletion %.1f of %.1f mm, readily available %.1f mm, margin %.1f mm",
                        depletionMm, depletion.totalMm, depletion.readilyMm, marginMm));
    }

    private static Need need(
            String reason,
            boolean enough,
            Thresholds thresholds,
            Depletion depletion,
            double share,
            @Nullable Double deficitMm,
            String explanation) {
        return new Need(
                reason.equals(Need.SOIL_DRY) || reason.equals(Need.DEPLETED),
                enough,
                thresholds.low,
                thresholds.high,
                depletion.depletionMm,
                depletion.depletionMm == null ? null : depletion.totalMm,
                null,
                share,
                deficitMm,
                reason,
                explanation);
    }

    private static Need explained(Zone zone, Sensed sensed, Need need, WaterBalance water) {
        List<String> parts = new ArrayList<>();
        parts.add(need.explanation());
        if (zone.demand().isVolumetric() && !water.soil().equals(zone.soil())) {
            parts.add(
                    format(
                            "field capacity %.1f %% instead of %.1f %%, %s",
                            100 * water.soil().fieldCapacity(),
                            100 * zone.soil().fieldCapacity(),
                            water.capacity().isSeen()
                                    ? "as the sensors saw it"
                                    : "as far as the sensors have seen"));
        }
        if (!water.reference().isKnown() && zone.demand().by() == By.DEPLETION) {
            parts.add(
                    need.depletionMm() != null
                            ? "et0 unknown, depletion as the sensors measure it"
                            : "et0 unknown");
        }
        if (sensed.temperatureC() == null && zone.frost().belowC() != null) {
            parts.add("air temperature unknown, taken as no frost");
        }
        return new Need(
                need.thirsty(),
                need.enough(),
                need.low(),
                need.high(),
                need.depletionMm(),
                need.totalAvailableMm(),
                water.reference().yesterdayMm(),
                need.share(),
                need.deficitMm(),
                need.reason(),
                String.join("; ", parts));
    }

    private static Thresholds thresholds(Demand demand, SoilWater soil, double fraction) {
        if (!demand.isVolumetric()) {
            return new Thresholds(demand.low(), demand.high());
        }
        double capacity = 100 * soil.fieldCapacity();
        double available = capacity - 100 * soil.wiltingPoint();
        return new Thresholds(
                Objects.requireNonNullElse(demand.low(), capacity - fraction * available),
                Objects.requireNonNullElse(demand.high(), capacity - ROOM_FOR_RAIN * available));
    }

    private static double clamp01(double value) {
        return Math.max(0, Math.min(1, value));
    }

    private static String format(String text, Object... arguments) {
        return String.format(Locale.ROOT, text, arguments);
    }
}
