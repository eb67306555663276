package io.pythoflow.job.control;

import io.pythoflow.contract.payload.CommandAck.State;
import io.pythoflow.job.ingest.GatewayReport;
import java.util.function.LongFunction;

/** What a device sees of the world. */
interface ModelWorld {

    long now();

    void in(long millis, Runnable action);

    /** Nothing goes wrong any more. */
    boolean isQuiet();

    double usualFlow(String zoneId);

    void flow(String zoneId, double litersPerMinute);

    /** A valve opens, and water flows. */
    Opening opened(String zoneId, String commandId, int orderedSeconds, double litersPerMinute);

    void closed(Opening opening);

    /** A device has refused a command, for good. */
    void refused(String commandId, State how);

    /** Sends a message through a gateway; it may be late, lost and doubled on its way. */
    void toJob(String gatewayId, long lateMillis, LongFunction<GatewayReport> message);
}
