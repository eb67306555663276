/** What the job makes of the past, beside how it was done before. */
@NullMarked
package io.pythoflow.bench.past;

import org.jspecify.annotations.NullMarked;
