package io.pythoflow.job.ingest;

import io.pythoflow.contract.payload.Reading;
import java.util.Objects;

/**
 * A reading where it will be deduplicated.
 *
 * @param reading as decoded
 * @param named whether the rules in force named its sensor when it came
 */
public record RoutedReading(Reading reading, boolean named) {
    public RoutedReading {
        Objects.requireNonNull(reading, "reading");
    }

    public String sensorId() {
        return reading.sensorId();
    }
}
