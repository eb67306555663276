package io.pythoflow.job.ingest;

import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.Diagnostics;
import io.pythoflow.contract.payload.GatewayError;
import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.payload.ValveStatus;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway or a device says of itself, in a form that streams can carry: exactly one of the
 * messages is set.
 *
 * @param topic as received
 */
public record GatewayReport(
        String topic,
        @Nullable GatewayStatus status,
        @Nullable GatewayError error,
        @Nullable Diagnostics diagnostics,
        @Nullable CommandAck acknowledgement,
        @Nullable ValveStatus valve) {

    public GatewayReport {
        Objects.requireNonNull(topic, "topic");
        long set =
                Stream.of(status, error, diagnostics, acknowledgement, valve)
                        .filter(Objects::nonNull)
                        .count();
        if (set != 1) {
            throw new IllegalArgumentException("A report holds one message, not " + set);
        }
    }

    /** The report of a message. */
    public static GatewayReport of(String topic, GatewayMessage message) {
        return new GatewayReport(
                topic,
                message instanceof GatewayStatus status ? status : null,
                message instanceof GatewayError error ? error : null,
                message instanceof Diagnostics diagnostics ? diagnostics : null,
                message instanceof CommandAck acknowledgement ? acknowledgement : null,
                message instanceof ValveStatus valve ? valve : null);
    }
}
