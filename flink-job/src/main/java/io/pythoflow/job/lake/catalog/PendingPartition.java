package io.pythoflow.job.lake.catalog;

/**
 * A partition that has files and is not registered yet.
 *
 * @param partition as in its folder, {@code dt=YYYY-MM-DD/hour=HH}
 * @param since epoch milliseconds when the first of its files was committed
 */
public record PendingPartition(String partition, long since) {}
