/**
 * Who is told what, and where to look: the topic, its alarms, the mails of critical alerts, the
 * dashboard and the budget. Looks at other parts through the names of their metrics alone.
 */
@NullMarked
package io.pythoflow.infra.monitoring;

import org.jspecify.annotations.NullMarked;
