package io.pythoflow.job.lake.backfill;

import java.util.Objects;

/** A file that was found, to be read by any task. */
public record LakeFile(String path, long length) {
    public LakeFile {
        Objects.requireNonNull(path, "path");
    }
}
