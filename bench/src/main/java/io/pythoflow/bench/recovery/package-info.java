/** What a crash of the job costs: time, and nothing else. */
@NullMarked
package io.pythoflow.bench.recovery;

import org.jspecify.annotations.NullMarked;
