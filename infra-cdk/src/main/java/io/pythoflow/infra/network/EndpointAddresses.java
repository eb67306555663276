package io.pythoflow.infra.network;

import io.pythoflow.infra.Artifacts;
import io.pythoflow.infra.HandlerFunction;
import io.pythoflow.infra.Roles;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.CustomResource;
import software.amazon.awscdk.Validations;
import software.constructs.Construct;

/**
 * Private addresses of an endpoint, which CloudFormation does not tell. The interfaces' ids are
 * among its properties: it is asked again when they change.
 */
final class EndpointAddresses extends Construct {

    private final CustomResource addresses;
    private final int count;

    EndpointAddresses(
            Construct scope,
            String id,
            IotDataEndpoint endpoint,
            int count,
            Artifacts artifacts,
            Roles roles) {
        super(scope, id);
        this.count = count;
        HandlerFunction handler =
                new HandlerFunction(this, "Handler", "EndpointAddressesHandler", artifacts, roles)
                        .allow(List.of("ec2:DescribeNetworkInterfaces"), List.of("*"));
        Validations.of(handler)
                .acknowledge(
                        Acknowledgment.builder()
                                .id("AwsSolutions-IAM5[Resource::*]")
                                .reason("ec2:DescribeNetworkInterfaces knows no resources")
                                .build());
        addresses =
                handler.resource(
                        this,
                        "Addresses",
                        "Custom::EndpointAddresses",
                        Map.of("NetworkInterfaceIds", endpoint.networkInterfaceIds()));
    }

    /** Tokens, one for each zone. */
    List<String> all() {
        return IntStream.range(0, count)
                .mapToObj(i -> addresses.getAttString("Address" + i))
                .toList();
    }
}
