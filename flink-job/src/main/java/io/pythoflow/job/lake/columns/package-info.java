/**
 * The columns of a Parquet file, buffered as arrays and encoded a page at a time. Levels, values,
 * statistics and dictionaries are made here in loops over one column; what a page, a column chunk
 * and a footer look like in the file stays Parquet's.
 */
@NullMarked
package io.pythoflow.job.lake.columns;

import org.jspecify.annotations.NullMarked;
