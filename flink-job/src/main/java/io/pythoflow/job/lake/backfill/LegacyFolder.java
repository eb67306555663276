package io.pythoflow.job.lake.backfill;

import java.util.Objects;

/** A folder with one day's raw files of one topic, to be listed and read by any task. */
public record LegacyFolder(String path, String topic) {
    public LegacyFolder {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(topic, "topic");
    }
}
