package io.pythoflow.sim.field.valve;

/** The pipe behind a valve. Its flow counts in litres per minute of the clock on the wall. */
public interface Outlet {

    /** The flow of the open valve when all is in order. */
    double usualLitersPerMinute();

    /** Lets so much through from now on; 0 shuts. */
    void flow(double litersPerMinute);

    /** What flows now. */
    double litersPerMinute();

    /** Everything that ever came out, L. */
    double totalLiters();
}
