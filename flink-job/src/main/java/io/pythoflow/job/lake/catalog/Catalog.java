package io.pythoflow.job.lake.catalog;

import java.io.Serializable;
import java.util.List;

/** What lists the partitions of tables. Called by one thread at a time. */
public interface Catalog extends AutoCloseable {

    /** Opens the catalogue where it is called; travels with the job. */
    interface Factory extends Serializable {

        Catalog open();
    }

    /**
     * A partition that is not registered.
     *
     * @param partition as in its folder, {@code dt=YYYY-MM-DD/hour=HH}
     * @param reason what the catalogue said, and what can be done
     */
    record Failure(String partition, String reason) {}

    /**
     * Registers partitions; those that are registered already are a success. Blocks, for some
     * seconds at most.
     *
     * @param table name of the table
     * @param partitions folders below the table
     * @return those that could not be registered now, in no order; every other one is registered
     */
    List<Failure> register(String table, List<String> partitions);

    @Override
    void close();
}
