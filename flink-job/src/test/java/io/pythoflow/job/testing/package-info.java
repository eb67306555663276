/** What several tests share: builders that default everything, and hand-written doubles. */
@NullMarked
package io.pythoflow.job.testing;

import org.jspecify.annotations.NullMarked;
