package io.pythoflow.job.config;

import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.PropertyType;
import java.io.Serializable;
import java.time.Duration;

/**
 * How readings become aggregates.
 *
 * @param length of the tumbling windows, aligned to the epoch
 * @param exactValues values of a metric in a window up to which percentiles are exact
 */
public record WindowConfig(
        Duration length,
        Duration outOfOrderness,
        Duration lateness,
        Duration revisionInterval,
        int exactValues)
        implements Serializable {

    static WindowConfig from(Settings settings) {
        Duration length = settings.value(JobProperties.WINDOW_LENGTH);
        if (settings.isSet(JobProperties.INTERVAL_MINUTES)) {
            Duration original =
                    settings.find(JobProperties.INTERVAL_MINUTES)
                            .map(Duration::ofMinutes)
                            .orElse(length);
            if (settings.isSet(JobProperties.WINDOW_LENGTH) && !length.equals(original)) {
                settings.problem(
                        "INTERVAL_MINUTES = '%s' and window.length = '%s' differ: set one of the two"
                                .formatted(original.toMinutes(), PropertyType.print(length)));
            }
            length = original;
        }
        return new WindowConfig(
                length,
                settings.value(JobProperties.WINDOW_OUT_OF_ORDERNESS),
                settings.value(JobProperties.WINDOW_LATENESS),
                settings.value(JobProperties.WINDOW_REVISION_INTERVAL),
                settings.value(JobProperties.WINDOW_EXACT_VALUES));
    }
}
