package io.pythoflow.contract.rules;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What opens a zone's valve.
 *
 * @param id what commands address: {@code irrigation/control/{id}/command}; for the original
 *     firmware the gateway's number ({@code 000})
 * @param identifier the node that holds the valve, where the device has several; always with the
 *     original firmware, and there unique over all gateways
 * @param gatewayId whose status speaks for the device ({@code irrigation-gateway-000}); null where
 *     nobody's does
 */
public record Device(
        String id, @Nullable String identifier, Protocol protocol, @Nullable String gatewayId) {

    public Device {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(protocol, "protocol");
    }
}
