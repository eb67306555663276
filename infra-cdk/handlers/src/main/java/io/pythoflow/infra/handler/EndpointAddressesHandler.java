package io.pythoflow.infra.handler;

import software.amazon.awssdk.services.ec2.Ec2Client;

/** {@code Custom::EndpointAddresses}: the private addresses of a VPC endpoint. */
public final class EndpointAddressesHandler extends CustomResourceHandler {

    /** What Lambda calls. */
    public EndpointAddressesHandler() {
        this(Clients.build(Ec2Client.builder()), Platform.lambda());
    }

    EndpointAddressesHandler(Ec2Client ec2, Platform platform) {
        super(new EndpointAddresses(ec2), platform);
    }
}
