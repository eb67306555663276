package io.pythoflow.job.soak;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How hard and how long to soak.
 *
 * @param publishing how long messages are published
 * @param rate messages per second, each with one reading
 * @param kills of the job, 2 or more
 * @param cuts of the broker's connections
 * @param windowLength of the job's windows
 * @param revisionInterval of the job's late readings
 * @param broker mqtt://host:port; null starts one
 * @param folder for tables, ledger, state and logs; replaced
 */
record SoakSettings(
        long seed,
        Duration publishing,
        double rate,
        int kills,
        int cuts,
        Duration windowLength,
        Duration revisionInterval,
        @Nullable URI broker,
        Path folder) {

    /** Sensors that publish, in turn. */
    static final int SENSORS = 100;

    /** As few kills, cuts and seconds as still show every change of size. */
    static SoakSettings brief(long seed, Path folder) {
        return new SoakSettings(
                seed,
                Duration.ofSeconds(36),
                200,
                2,
                2,
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                null,
                folder);
    }
}
