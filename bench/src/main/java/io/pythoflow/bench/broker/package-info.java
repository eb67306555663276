/** Brokers for measurements, each in a process of its own on a free port of this machine. */
@NullMarked
package io.pythoflow.bench.broker;

import org.jspecify.annotations.NullMarked;
