package io.pythoflow.sim.field;

import io.pythoflow.sim.field.soil.FieldPhysics;
import io.pythoflow.sim.field.soil.Zone;
import io.pythoflow.sim.field.valve.Outlet;

/**
 * The valve of a zone to a device that lives on the wall's clock: what passes in a minute of that
 * clock is the field's flow times the time lapse. So a run's litres are those that reach the soil.
 */
final class ZoneOutlet implements Outlet {

    private final Zone zone;
    private final FieldPhysics physics;
    private final double timeLapse;

    ZoneOutlet(Zone zone, FieldPhysics physics, double timeLapse) {
        this.zone = zone;
        this.physics = physics;
        this.timeLapse = timeLapse;
    }

    @Override
    public double usualLitersPerMinute() {
        return zone.valve().flowLitersPerMinute() * timeLapse;
    }

    @Override
    public void flow(double litersPerMinute) {
        zone.valve().flow(physics.nowSeconds(), litersPerMinute / timeLapse);
    }

    @Override
    public double litersPerMinute() {
        return zone.valve().litersPerMinute(physics.nowSeconds()) * timeLapse;
    }

    @Override
    public double totalLiters() {
        return zone.valve().totalLiters(physics.nowSeconds());
    }
}
