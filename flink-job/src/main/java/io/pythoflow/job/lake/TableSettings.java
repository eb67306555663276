package io.pythoflow.job.lake;

import io.pythoflow.job.lake.catalog.Registration;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the files of a table are written.
 *
 * @param maxLiveWriters open Parquet files per subtask, at least 1; the file used least recently is
 *     finished when one more is needed, so a backlog over many hours costs more and smaller files
 *     instead of memory
 * @param freshness how long rows may wait for others of their folder; zero or at most the
 *     checkpoint interval: files appear with every checkpoint
 * @param registration of partitions with committed files; null where readers go by path
 */
public record TableSettings(
        int maxLiveWriters, Duration freshness, @Nullable Registration registration)
        implements Serializable {

    /** Files whose readers go by path. */
    public TableSettings(int maxLiveWriters, Duration freshness) {
        this(maxLiveWriters, freshness, null);
    }

    /** Files with every checkpoint, whose readers go by path. */
    public static TableSettings writers(int maxLiveWriters) {
        return new TableSettings(maxLiveWriters, Duration.ZERO);
    }
}
