package io.pythoflow.sim.field.fault;

/** Whether one gateway reaches the broker, message by message. */
public final class Outages {

    /** What becomes of a message. */
    public enum Link {
        /** It can be sent. */
        UP,
        /** It has to wait. */
        DOWN,
        /** It can be sent, and so can everything that waited. */
        BACK
    }

    private final FaultPlan plan;
    private final Episode outages;

    public Outages(FaultPlan plan, String gatewayId) {
        this.plan = plan;
        this.outages = plan.episodes(Fault.BACKLOG, gatewayId);
    }

    /** Moves on by one message. */
    public Link next() {
        return switch (outages.next()) {
            case QUIET -> Link.UP;
            case OVER -> Link.BACK;
            case BEGINS, LASTS -> {
                plan.struck(Fault.BACKLOG);
                yield Link.DOWN;
            }
        };
    }
}
