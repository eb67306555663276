/** How soon a window's rows can be read. */
@NullMarked
package io.pythoflow.bench.freshness;

import org.jspecify.annotations.NullMarked;
