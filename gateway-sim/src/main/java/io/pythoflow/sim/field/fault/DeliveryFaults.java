package io.pythoflow.sim.field.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What goes wrong with the bytes of one gateway's messages on their way. */
public final class DeliveryFaults {

    private static final int LONGEST_RESEND_MILLIS = 2000;

    /**
     * A payload on its way.
     *
     * @param payload bytes
     * @param sendMillis when the broker gets it, epoch ms
     */
    public record Delivery(byte[] payload, long sendMillis) {}

    private final FaultPlan plan;
    private final long intervalMillis;
    private final Random duplicates;
    private final Random outOfOrder;
    private final Random malformed;

    /**
     * @param intervalMillis between two messages of one sensor
     */
    public DeliveryFaults(FaultPlan plan, String gatewayId, long intervalMillis) {
        this.plan = plan;
        this.intervalMillis = intervalMillis;
        this.duplicates = plan.random(Fault.DUPLICATES, gatewayId);
        this.outOfOrder = plan.random(Fault.OUT_OF_ORDER, gatewayId);
        this.malformed = plan.random(Fault.MALFORMED, gatewayId);
    }

    /** What really gets delivered of a message, and when: once or twice. */
    public List<Delivery> deliver(byte[] payload, long sendMillis) {
        byte[] bytes = payload;
        if (fires(malformed, Fault.MALFORMED)) {
            bytes = Corruption.random(malformed).corrupt(payload, malformed);
        }
        long at = sendMillis;
        if (fires(outOfOrder, Fault.OUT_OF_ORDER)) {
            at += intervalMillis * (2 + outOfOrder.nextInt(4)) - intervalMillis / 2;
        }
        List<Delivery> deliveries = new ArrayList<>();
        deliveries.add(new Delivery(bytes, at));
        if (fires(duplicates, Fault.DUPLICATES)) {
            deliveries.add(new Delivery(bytes, at + duplicates.nextInt(LONGEST_RESEND_MILLIS)));
        }
        return deliveries;
    }

    private boolean fires(Random random, Fault fault) {
        if (random.nextDouble() >= plan.rate(fault)) {
            return false;
        }
        plan.struck(fault);
        return true;
    }
}
