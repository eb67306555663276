package io.pythoflow.sim.field;

/** A running field: physics and gateways publish until closed. */
public interface FieldRun extends AutoCloseable {
    /** Blocks until stopped or the configured time is over. */
    void await() throws InterruptedException;

    /** One line for people: gateways, sensors, messages published, faults injected. */
    String summary();

    @Override
    void close();
}
