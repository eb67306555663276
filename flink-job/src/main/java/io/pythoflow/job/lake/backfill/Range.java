package io.pythoflow.job.lake.backfill;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What has to be read to fill a range of windows. Beyond the range, copies of readings in it: a
 * message without a time of its own was received a little earlier or later elsewhere.
 *
 * @param windows times of the readings that are aggregated
 * @param copies times of the readings that are compared, of those that are not in our table
 * @param table times of the readings that are read from our table
 * @param receipts when the messages of other places were received whose readings are compared
 */
public record Range(Span windows, Span copies, Span table, Span receipts) implements Serializable {

    /** Firehose gathers for up to 15 minutes before it begins a new folder. */
    private static final Duration GATHERING = Duration.ofHours(1);

    /** A range that is filled from our table alone. */
    public static Range ofTable(Span windows) {
        return new Range(windows, windows, windows, windows);
    }

    /**
     * A range that is filled from other places, too.
     *
     * @param redeliveryHorizon how far apart copies with neither id nor time are received
     * @param memory the same for those with an id: the job may have got them after an outage
     * @param maxAhead how far a time may lie after receipt
     * @param maxAge how far it may lie before; null where it is not bounded
     */
    public static Range ofMore(
            Span windows,
            Duration redeliveryHorizon,
            Duration memory,
            Duration maxAhead,
            @Nullable Duration maxAge) {
        Span copies = windows.widened(redeliveryHorizon, redeliveryHorizon);
        return new Range(
                windows,
                copies,
                windows.widened(redeliveryHorizon, memory),
                maxAge == null
                        ? copies.widened(maxAhead, Duration.ZERO).openEnded()
                        : copies.widened(maxAhead, maxAge));
    }

    /** The hours of the archive that may hold messages received then. */
    public Span archiveHours() {
        return receipts.widened(GATHERING, GATHERING);
    }
}
