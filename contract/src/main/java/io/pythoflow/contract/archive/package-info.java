/**
 * The raw archive: every message as the broker received it, kept beside the tables so that a past
 * can be read again with a decoder that understands more. Written by an AWS IoT rule through
 * Firehose, read by the backfill.
 *
 * <p><b>Layout.</b> {@code <archive root>/dt=YYYY-MM-DD/hour=HH/}, UTC, of the time of receipt;
 * below it gzip files of one JSON object a line, see {@link
 * io.pythoflow.contract.archive.ArchivedMessage} and {@code archived-message-1.schema.json}. File
 * names mean nothing, except that those beginning with {@code .} or {@code _} are no part of it.
 * Firehose names the folder of a file by its first record and gathers for up to 15 minutes, so a
 * file may hold records of the beginning of the next hour.
 */
@NullMarked
package io.pythoflow.contract.archive;

import org.jspecify.annotations.NullMarked;
