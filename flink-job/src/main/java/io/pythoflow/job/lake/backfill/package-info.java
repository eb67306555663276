/**
 * Finds and reads the past: the table of readings, the raw archive, the raw files of the original.
 * Folders are listed and files read in the tasks, some at a time; nothing here holds more than a
 * folder's listing and a few files. What is read goes on as {@link
 * io.pythoflow.job.ingest.FoundReading}s, and everything is counted.
 */
@NullMarked
package io.pythoflow.job.lake.backfill;

import org.jspecify.annotations.NullMarked;
