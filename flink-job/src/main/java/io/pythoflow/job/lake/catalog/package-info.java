/**
 * The catalogue that lists the tables for those who ask in SQL: its check at start, and what
 * registers partitions. Called by the topology before the job starts and by the sinks' registrars;
 * the one place that knows AWS Glue. Knows no Flink and takes time as an argument.
 */
@NullMarked
package io.pythoflow.job.lake.catalog;

import org.jspecify.annotations.NullMarked;
