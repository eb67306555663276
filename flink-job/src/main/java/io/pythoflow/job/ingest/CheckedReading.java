package io.pythoflow.job.ingest;

import io.pythoflow.contract.payload.Reading;
import java.util.Objects;

/**
 * A reading after deduplication. Duplicates travel on, marked, so that windows can count them; they
 * belong in no table and in no statistic.
 *
 * @param reading as decoded
 * @param duplicate whether this sensor's reading was seen before
 * @param named whether the rules in force named its sensor when it came
 */
public record CheckedReading(Reading reading, boolean duplicate, boolean named) {
    public CheckedReading {
        Objects.requireNonNull(reading, "reading");
    }

    /** A reading that nobody held against rules. */
    public CheckedReading(Reading reading, boolean duplicate) {
        this(reading, duplicate, false);
    }

    public String sensorId() {
        return reading.sensorId();
    }
}
