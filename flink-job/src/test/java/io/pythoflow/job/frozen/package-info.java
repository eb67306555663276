/**
 * Holds today's code against the savepoints of its former versions; see docs/adr/0009. A savepoint
 * is of the whole topology, without a broker and on a clock of its own.
 */
@NullMarked
package io.pythoflow.job.frozen;

import org.jspecify.annotations.NullMarked;
