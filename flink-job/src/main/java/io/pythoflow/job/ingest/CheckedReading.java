package io.pythoflow.job.ingest;

import io.pythoflow.contract.payload.Reading;
import java.util.Objects;

/**
 * A reading after deduplication. Duplicates travel on, marked, so that windows can count them; they
 * belong in no table and in no statistic.
 *
 * @param reading as decoded
 * @param duplicate whether this sensor's reading was seen before
 */
public record CheckedReading(Reading reading, boolean duplicate) {
    public CheckedReading {
        Objects.requireNonNull(reading, "reading");
    }
}
