/**
 * From readings, answers and rules to commands, alerts and the record of every decision. The
 * topology wires the functions; everything else is plain Java and takes time as an argument. It
 * must not know tables, files or the connector.
 */
@NullMarked
package io.pythoflow.job.control;

import org.jspecify.annotations.NullMarked;
