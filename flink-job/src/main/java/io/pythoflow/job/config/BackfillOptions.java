package io.pythoflow.job.config;

import java.util.Optional;

/**
 * What a backfill is asked for, as written on a command line; {@link BackfillConfig} reads it.
 *
 * @param from start of the range, inclusive
 * @param to end of the range, exclusive
 * @param legacyRoot folder of the original's raw JSON files, the parent of {@code irrigation/}
 * @param archiveRoot folder of the raw archive, the parent of {@code dt=…}
 * @param forced also windows that the live job may still revise
 */
public record BackfillOptions(
        Optional<String> from,
        Optional<String> to,
        Optional<String> legacyRoot,
        Optional<String> archiveRoot,
        boolean forced) {}
