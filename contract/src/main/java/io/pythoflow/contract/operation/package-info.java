/**
 * What the job reports of itself to those who operate it. The job registers its metrics by these
 * names and the deployment makes alarms and dashboards of them.
 */
@NullMarked
package io.pythoflow.contract.operation;

import org.jspecify.annotations.NullMarked;
