/** How updates of the rules become the rules in force: versions, merges, refusals. */
@NullMarked
package io.pythoflow.job.control.rules;

import org.jspecify.annotations.NullMarked;
