package io.pythoflow.infra.handler;

import software.amazon.awssdk.services.iot.IotClient;

/**
 * {@code Custom::IotEndpoint}: the host name that devices of this account and region connect to.
 */
public final class IotEndpointHandler extends CustomResourceHandler {

    /** What Lambda calls. */
    public IotEndpointHandler() {
        this(Clients.build(IotClient.builder()), Platform.lambda());
    }

    IotEndpointHandler(IotClient iot, Platform platform) {
        super(new IotEndpoint(iot), platform);
    }
}
