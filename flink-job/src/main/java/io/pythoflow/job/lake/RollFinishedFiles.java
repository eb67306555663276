package io.pythoflow.job.lake;

import org.apache.flink.streaming.api.functions.sink.filesystem.PartFileInfo;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.CheckpointRollingPolicy;

/**
 * Rolls every file at a checkpoint, as bulk formats must, and one that was finished early at the
 * next row of its folder. Without such a row the next inspection rolls it, so that a year of hours
 * does not keep a file descriptor each until the checkpoint.
 */
final class RollFinishedFiles extends CheckpointRollingPolicy<LakeRow, String> {

    private static final long serialVersionUID = 1L;

    private final LiveWriters liveWriters;

    RollFinishedFiles(LiveWriters liveWriters) {
        this.liveWriters = liveWriters;
    }

    @Override
    public boolean shouldRollOnEvent(PartFileInfo<String> file, LakeRow row) {
        return liveWriters.mustRoll(file.getBucketId());
    }

    @Override
    public boolean shouldRollOnProcessingTime(PartFileInfo<String> file, long currentTime) {
        return liveWriters.mustRoll(file.getBucketId());
    }
}
