package io.pythoflow.sim.replay;

/** What was read and why some of it was not published. Used by one thread. */
final class RowCounts {

    long rows;
    long blankLines;
    long repeatedHeaders;
    long rowsWithoutValue;
    long unreadableTimes;

    long skipped() {
        return blankLines + repeatedHeaders + rowsWithoutValue;
    }

    @Override
    public String toString() {
        return "%,d rows read, %,d skipped (%,d blank lines, %,d repeated headers, %,d without a value)%s"
                .formatted(
                        rows,
                        skipped(),
                        blankLines,
                        repeatedHeaders,
                        rowsWithoutValue,
                        unreadableTimes == 0
                                ? ""
                                : ", %,d with an unreadable time sent as it is"
                                        .formatted(unreadableTimes));
    }
}
