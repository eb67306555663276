/** Processes that measurements start, and what they tell each other. */
@NullMarked
package io.pythoflow.bench.process;

import org.jspecify.annotations.NullMarked;
