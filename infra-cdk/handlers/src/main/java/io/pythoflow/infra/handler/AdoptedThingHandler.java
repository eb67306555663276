package io.pythoflow.infra.handler;

import software.amazon.awssdk.services.iot.IotClient;

/** {@code Custom::AdoptedThing}: a thing and its certificate that were made elsewhere. */
public final class AdoptedThingHandler extends CustomResourceHandler {

    /** What Lambda calls. */
    public AdoptedThingHandler() {
        this(Clients.build(IotClient.builder()), Platform.lambda());
    }

    AdoptedThingHandler(IotClient iot, Platform platform) {
        super(new AdoptedThing(iot), platform);
    }
}
