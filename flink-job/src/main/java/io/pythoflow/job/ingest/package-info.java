/**
 * From messages to checked readings: decode, admit, deduplicate, and set aside what cannot be read.
 * The topology puts its functions between the source and the windows. Only the deserializer knows
 * the connector; nothing here knows what becomes of a reading.
 */
@NullMarked
package io.pythoflow.job.ingest;

import org.jspecify.annotations.NullMarked;
