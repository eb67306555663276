package io.pythoflow.sim.field.soil;

import io.pythoflow.contract.agronomy.Crop;
import io.pythoflow.contract.agronomy.SoilWaterBalance;

/**
 * The area one valve waters: a root zone, its valve, and the totals that a rain gauge and a flow
 * meter would have counted.
 */
public final class Zone {

    /** A small drip or sprinkler block. */
    public static final double AREA_M2 = 50;

    private final String id;
    private final Crop crop;
    private final SoilWaterBalance balance;
    private final Valve valve;
    private double litersInSoil;

    Zone(String id, Crop crop, SoilWaterBalance balance, Valve valve) {
        this.id = id;
        this.crop = crop;
        this.balance = balance;
        this.valve = valve;
    }

    public String id() {
        return id;
    }

    public Valve valve() {
        return valve;
    }

    public SoilWaterBalance balance() {
        return balance;
    }

    /** RAW for a day's evapotranspiration, mm. */
    double readilyAvailableMm(double referenceMmPerDay, double daysAfterPlanting) {
        return SoilWaterBalance.readilyAvailableWater(
                depletionFraction(referenceMmPerDay, daysAfterPlanting),
                balance.totalAvailableMm());
    }

    SoilWaterBalance.Fluxes advance(
            double fromSeconds,
            double toSeconds,
            double referenceMm,
            double referenceMmPerDay,
            double rainMm) {
        double days = Site.days(fromSeconds);
        double total = valve.totalLiters(toSeconds);
        double liters = total - litersInSoil;
        litersInSoil = total;
        return balance.advance(
                crop.coefficient(days) * referenceMm,
                depletionFraction(referenceMmPerDay, days),
                rainMm,
                liters / AREA_M2);
    }

    private double depletionFraction(double referenceMmPerDay, double daysAfterPlanting) {
        return SoilWaterBalance.depletionFraction(
                crop.depletionFraction(), crop.coefficient(daysAfterPlanting) * referenceMmPerDay);
    }
}
