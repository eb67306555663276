/** All measurements in one run, each reading what earlier ones found, and the targets beside. */
@NullMarked
package io.pythoflow.bench.suite;

import org.jspecify.annotations.NullMarked;
