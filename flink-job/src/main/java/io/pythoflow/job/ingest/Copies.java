package io.pythoflow.job.ingest;

import io.pythoflow.job.ingest.FoundReading.Place;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Readings of one identity, in order of receipt: which of them count, and which are copies. What
 * lies in our table goes before what was found elsewhere, also where it was received a little
 * later, so that a reading from elsewhere is decided on only when no copy can follow it any more.
 */
public final class Copies {

    /** What becomes of a reading. */
    public interface Verdicts {

        /** It counts. */
        void counts(FoundReading found);

        /** A copy of one that counts, found in a place where that has none yet. */
        void isCopy(FoundReading found);

        /** A copy of one that was found in the same place: it had been sent twice. */
        void isDuplicate(FoundReading found);
    }

    /**
     * What is known of the readings so far.
     *
     * @param waiting not from the table, counts unless a copy from there follows
     * @param since receipt of the last reading that counts or waits, epoch milliseconds
     * @param places bits of where its copies were found
     */
    record Known(@Nullable FoundReading waiting, long since, int places) {}

    private Copies() {}

    /**
     * Takes the next reading.
     *
     * @param known null at the first
     * @param horizonMillis readings received less than this apart are copies
     */
    static Known add(
            @Nullable Known known, FoundReading found, long horizonMillis, Verdicts verdicts) {
        long receivedAt = found.reading().receivedAt();
        int place = found.place().bit();
        if (known != null && receivedAt - known.since >= horizonMillis) {
            end(known, verdicts::counts);
            return begin(found, verdicts);
        }
        if (known == null) {
            return begin(found, verdicts);
        }
        boolean fromTable = found.place() == Place.TABLE;
        if (known.waiting != null && fromTable) {
            verdicts.isCopy(known.waiting);
            verdicts.counts(found);
            return new Known(null, receivedAt, known.places | place);
        }
        if ((known.places & place) == 0) {
            verdicts.isCopy(found);
        } else {
            verdicts.isDuplicate(found);
        }
        return new Known(known.waiting, known.since, known.places | place);
    }

    /** After the last reading. */
    static void end(Known known, Consumer<FoundReading> counts) {
        if (known.waiting != null) {
            counts.accept(known.waiting);
        }
    }

    private static Known begin(FoundReading found, Verdicts verdicts) {
        int place = found.place().bit();
        if (found.place() == Place.TABLE) {
            verdicts.counts(found);
            return new Known(null, found.reading().receivedAt(), place);
        }
        return new Known(found, found.reading().receivedAt(), place);
    }
}
