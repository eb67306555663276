package io.pythoflow.infra.network;

import io.pythoflow.infra.Artifacts;
import io.pythoflow.infra.HandlerFunction;
import io.pythoflow.infra.Roles;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.CustomResource;
import software.amazon.awscdk.Validations;
import software.constructs.Construct;

/**
 * The name that devices of this account and region speak MQTT with. Only AWS IoT Core knows it; the
 * certificate it shows is for this name, and it refuses a client that asks for another one.
 */
public final class IotAddress extends Construct {

    private final CustomResource address;

    public IotAddress(Construct scope, String id, Artifacts artifacts, Roles roles) {
        super(scope, id);
        HandlerFunction handler =
                new HandlerFunction(this, "Handler", "IotEndpointHandler", artifacts, roles)
                        .allow(List.of("iot:DescribeEndpoint"), List.of("*"));
        Validations.of(handler)
                .acknowledge(
                        Acknowledgment.builder()
                                .id("AwsSolutions-IAM5[Resource::*]")
                                .reason("iot:DescribeEndpoint knows no resources")
                                .build());
        address =
                handler.resource(
                        this,
                        "Address",
                        "Custom::IotEndpoint",
                        Map.of("EndpointType", "iot:Data-ATS"));
    }

    /** For example {@code a1b2c3-ats.iot.us-east-1.amazonaws.com}, a token. */
    public String name() {
        return address.getAttString("Address");
    }
}
