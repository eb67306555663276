package io.pythoflow.job.lake;

import java.io.Serializable;

/**
 * How a stream type becomes rows of one table. Implementations are stateless and travel with the
 * job.
 */
public interface TableRows<T> extends Serializable {

    /** Epoch milliseconds of the table's partition time: the row's folder follows from it. */
    long partitionTime(T row);

    /**
     * Hands every present column of one row to {@code columns}; what is not handed over is null.
     */
    void write(T row, RowConsumer columns);
}
