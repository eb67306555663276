package io.pythoflow.job.lake.catalog;

import java.io.Serializable;
import java.time.Duration;

/**
 * How a table's partitions are registered.
 *
 * @param catalog that lists them
 * @param endPatience how long a job whose input has ended waits while the catalogue takes nothing,
 *     before it fails because of partitions that are not registered
 */
public record Registration(Catalog.Factory catalog, Duration endPatience) implements Serializable {

    private static final Duration END_PATIENCE = Duration.ofMinutes(5);

    /** With the patience that a run in earnest has. */
    public static Registration in(Catalog.Factory catalog) {
        return new Registration(catalog, END_PATIENCE);
    }
}
