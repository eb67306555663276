package io.pythoflow.sim.replay;

/** What was read and why some of it was not published. Used by one thread. */
final class RowCounts {

    long rows;

    /** Are no rows. */
    long blankLines;

    long repeatedHeaders;
    long rowsWithoutValue;
    long unreadableTimes;

    long skipped() {
        return repeatedHeaders + rowsWithoutValue;
    }

    @Override
    public String toString() {
        return "%,d rows read, %,d skipped (%,d repeated headers, %,d without a value), %,d blank lines%s"
                .formatted(
                        rows,
                        skipped(),
                        repeatedHeaders,
                        rowsWithoutValue,
                        blankLines,
                        unreadableTimes == 0
                                ? ""
                                : ", %,d with an unreadable time sent as it is"
                                        .formatted(unreadableTimes));
    }
}
