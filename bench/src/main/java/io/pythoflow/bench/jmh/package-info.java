/**
 * What a reading costs in each step of its way, measured alone with JMH. Benchmarks of what a
 * package of the job keeps to itself lie in a package of that name, beside this one.
 */
@NullMarked
package io.pythoflow.bench.jmh;

import org.jspecify.annotations.NullMarked;
