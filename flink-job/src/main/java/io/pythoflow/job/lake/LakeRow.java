package io.pythoflow.job.lake;

import org.jspecify.annotations.Nullable;

/** One row on its way into a file: fresh from the stream, or out of the state where it waited. */
interface LakeRow {

    /** Epoch milliseconds in the hour of the table's partition time: the folder follows from it. */
    long partitionTime();

    /** Hands every present column to {@code columns}; called once. */
    void write(RowConsumer columns);

    /** What its file holds, where the row waited with others; null if it did not wait. */
    default @Nullable ReleasedChunks released() {
        return null;
    }
}
