/**
 * What the measurements send: a stream of messages in which every byte follows from a number, so
 * that what must come of it can be computed without having seen it.
 */
@NullMarked
package io.pythoflow.bench.load;

import org.jspecify.annotations.NullMarked;
