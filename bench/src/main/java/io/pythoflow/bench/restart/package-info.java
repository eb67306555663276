/** What one restart of the job costs senders that send once. */
@NullMarked
package io.pythoflow.bench.restart;

import org.jspecify.annotations.NullMarked;
