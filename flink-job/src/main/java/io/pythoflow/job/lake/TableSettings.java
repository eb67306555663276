package io.pythoflow.job.lake;

import java.io.Serializable;
import java.time.Duration;

/**
 * How the files of a table are written.
 *
 * @param maxLiveWriters open Parquet files per subtask, at least 1; the file used least recently is
 *     finished when one more is needed, so a backlog over many hours costs more and smaller files
 *     instead of memory
 * @param freshness how long rows may wait for others of their folder; zero or at most the
 *     checkpoint interval: files appear with every checkpoint
 */
public record TableSettings(int maxLiveWriters, Duration freshness) implements Serializable {

    /** Files with every checkpoint. */
    public static TableSettings writers(int maxLiveWriters) {
        return new TableSettings(maxLiveWriters, Duration.ZERO);
    }
}
