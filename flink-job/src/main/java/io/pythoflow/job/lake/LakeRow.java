package io.pythoflow.job.lake;

/** One row on its way into a file: fresh from the stream, or out of the state where it waited. */
interface LakeRow {

    /** Epoch milliseconds in the hour of the table's partition time: the folder follows from it. */
    long partitionTime();

    /** Hands every present column to {@code columns}; called once. */
    void write(RowConsumer columns);

    /** How the writers of files see such rows. */
    final class Mapping implements TableRows<LakeRow> {

        private static final long serialVersionUID = 1L;

        @Override
        public long partitionTime(LakeRow row) {
            return row.partitionTime();
        }

        @Override
        public void write(LakeRow row, RowConsumer columns) {
            row.write(columns);
        }
    }
}
