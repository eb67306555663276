/** How large the state of operators gets, with days passing in seconds. */
@NullMarked
package io.pythoflow.bench.state;

import org.jspecify.annotations.NullMarked;
