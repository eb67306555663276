/** The stacks of an environment, each deployed as a whole; they compose constructs. */
@NullMarked
package io.pythoflow.infra.stack;

import org.jspecify.annotations.NullMarked;
