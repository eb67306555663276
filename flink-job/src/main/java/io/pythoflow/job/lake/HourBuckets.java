package io.pythoflow.job.lake;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.functions.sink.filesystem.BucketAssigner;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.SimpleVersionedStringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a row below its table, {@code dt=YYYY-MM-DD/hour=HH}, UTC, from the table's
 * partition time. Hours are remembered, because formatting a date costs as much as writing a row.
 */
final class HourBuckets implements BucketAssigner<LakeRow, String> {

    private static final long serialVersionUID = 1L;

    private static final long HOUR_MS = 3_600_000L;
    private static final int SLOTS = 64;

    private transient long @Nullable [] hours;
    private transient String @Nullable [] folders;

    @Override
    public String getBucketId(LakeRow row, Context context) {
        return folderOf(row.partitionTime());
    }

    /** The folder of a partition time in epoch milliseconds. */
    String folderOf(long partitionTime) {
        long[] knownHours = hours;
        String[] knownFolders = folders;
        if (knownHours == null || knownFolders == null) {
            knownHours = new long[SLOTS];
            Arrays.fill(knownHours, Long.MIN_VALUE);
            knownFolders = new String[SLOTS];
            hours = knownHours;
            folders = knownFolders;
        }
        long hour = hourOf(partitionTime);
        int slot = (int) (hour & (SLOTS - 1));
        if (knownHours[slot] != hour) {
            knownHours[slot] = hour;
            knownFolders[slot] = folderOfHour(hour);
        }
        return knownFolders[slot];
    }

    /** Hours since the epoch, of epoch milliseconds. */
    static long hourOf(long partitionTime) {
        return Math.floorDiv(partitionTime, HOUR_MS);
    }

    /** Epoch milliseconds at which an hour since the epoch starts. */
    static long startOf(long hour) {
        return hour * HOUR_MS;
    }

    private static String folderOfHour(long hour) {
        LocalDateTime start =
                LocalDateTime.ofInstant(Instant.ofEpochSecond(hour * 3600), ZoneOffset.UTC);
        String hourOfDay = start.getHour() < 10 ? "0" + start.getHour() : "" + start.getHour();
        return "dt=" + start.toLocalDate() + "/hour=" + hourOfDay;
    }

    @Override
    public SimpleVersionedSerializer<String> getSerializer() {
        return SimpleVersionedStringSerializer.INSTANCE;
    }
}
