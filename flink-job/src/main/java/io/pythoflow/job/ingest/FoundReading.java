package io.pythoflow.job.ingest;

import io.pythoflow.contract.payload.Reading;
import java.util.Objects;

/**
 * A reading of the past, and where it was found. A stream type of the backfill alone, so no state
 * outlives a run.
 */
public record FoundReading(Reading reading, Place place) {

    /** Where readings of the past are kept. */
    public enum Place {
        /** Our own table: it was checked and deduplicated when it came. */
        TABLE(1),
        /** The raw archive. */
        ARCHIVE(2),
        /** The raw files of the original. */
        LEGACY(4);

        /** Stands for the place in a set of them. */
        private final int bit;

        Place(int bit) {
            this.bit = bit;
        }

        int bit() {
            return bit;
        }
    }

    public FoundReading {
        Objects.requireNonNull(reading, "reading");
        Objects.requireNonNull(place, "place");
    }
}
