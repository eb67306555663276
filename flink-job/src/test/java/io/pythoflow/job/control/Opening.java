package io.pythoflow.job.control;

import org.jspecify.annotations.Nullable;

/** A valve that was open, as it was and not as anybody was told. */
final class Opening {
    final Chronicle.@Nullable Order order;
    final String zoneId;
    final String commandId;
    final int orderedSeconds;
    final double litersPerMinute;
    final long openedAt;
    @Nullable Long closedAt;

    /** It does not close when it should. */
    boolean stuck;

    Opening(
            Chronicle.@Nullable Order order,
            String zoneId,
            String commandId,
            int orderedSeconds,
            double litersPerMinute,
            long openedAt) {
        this.order = order;
        this.zoneId = zoneId;
        this.commandId = commandId;
        this.orderedSeconds = orderedSeconds;
        this.litersPerMinute = litersPerMinute;
        this.openedAt = openedAt;
    }

    boolean isOpen() {
        return closedAt == null;
    }

    double secondsUntil(long now) {
        return ((closedAt == null ? now : closedAt) - openedAt) / 1000.0;
    }

    @Override
    public String toString() {
        return "%s open by %s from %d to %s, ordered %d s"
                .formatted(zoneId, commandId, openedAt, closedAt, orderedSeconds);
    }
}
