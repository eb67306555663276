/**
 * Writes the tables of the contract as Parquet files that appear with checkpoints. The job hands it
 * a stream and a row mapping and gets a sink; nothing here knows where records come from or which
 * catalogue will list the files. Parquet and Hadoop types do not leave this package and its
 * columns.
 */
@NullMarked
package io.pythoflow.job.lake;

import org.jspecify.annotations.NullMarked;
