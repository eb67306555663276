/** What the job's MQTT transport costs per message, beside a bare socket. */
@NullMarked
package io.pythoflow.bench.transport;

import org.jspecify.annotations.NullMarked;
