package io.pythoflow.sim.field.soil;

import io.pythoflow.contract.agronomy.Crop;
import io.pythoflow.contract.agronomy.SoilWaterBalance;

/**
 * The area one valve waters: a root zone, its valve, and the totals that a rain gauge and a flow
 * meter would have counted.
 */
public final class Zone {

    /** A small drip or sprinkler block: 25 L/min on 50 m² is 30 mm/h. */
    static final double AREA_M2 = 50;

    static final double FLOW_LITERS_PER_MINUTE = 25;

    private final String id;
    private final Crop crop;
    private final SoilWaterBalance balance;
    private final Valve valve = new Valve(FLOW_LITERS_PER_MINUTE);
    private double irrigationLiters;

    Zone(String id, Crop crop, SoilWaterBalance balance) {
        this.id = id;
        this.crop = crop;
        this.balance = balance;
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

    /** Everything the valve ever let through, L. */
    public double irrigationLiters() {
        return irrigationLiters;
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
        double liters = valve.liters(fromSeconds, toSeconds);
        irrigationLiters += liters;
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
