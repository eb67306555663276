package io.pythoflow.infra.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.infra.testing.References;
import io.pythoflow.infra.testing.References.Resource;
import io.pythoflow.infra.testing.Synth;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComputePeeringTest {

    private static final String STACK = "Network";
    private static final String PEERING = "AWS::EC2::VPCPeeringConnection";

    @ParameterizedTest
    @ValueSource(
            strings = {Variants.COMPUTE, Variants.NAT_IN_EACH_OF_THREE_ZONES, Variants.ENDPOINTS})
    void everyPrivateRouteTableLeadsToTheComputeVpc(String variables) {
        References references = References.of(Synth.of(variables));
        Resource peering = references.only(STACK, PEERING);

        assertThat(IotVpcTest.privateSubnets(references))
                .allSatisfy(
                        subnet ->
                                assertThat(
                                                IotVpcTest.routes(
                                                        references,
                                                        IotVpcTest.table(references, subnet)))
                                        .filteredOn(
                                                route ->
                                                        route.property("DestinationCidrBlock")
                                                                .asText()
                                                                .equals("10.1.0.0/16"))
                                        .singleElement()
                                        .extracting(
                                                route ->
                                                        references.resource(
                                                                STACK,
                                                                route.property(
                                                                        "VpcPeeringConnectionId")))
                                        .isEqualTo(peering));
    }

    @Test
    void computeVpcFindsTheWayBack() {
        References references = References.of(Synth.of(Variants.COMPUTE));
        List<Resource> back =
                references.all(STACK, "AWS::EC2::Route").stream()
                        .filter(
                                route ->
                                        references
                                                .text(STACK, route.property("RouteTableId"))
                                                .equals("rtb-0123456789abcdef0"))
                        .toList();

        assertThat(back).hasSize(1);
        assertThat(back.get(0).property("DestinationCidrBlock").asText()).isEqualTo("10.0.0.0/16");
        assertThat(references.resource(STACK, back.get(0).property("VpcPeeringConnectionId")))
                .isEqualTo(references.only(STACK, PEERING));
    }

    @Test
    void groupOfTheComputeVpcIsNamedOnlyOnceThePeeringIsActive() {
        References references = References.of(Synth.of(Variants.COMPUTE));
        List<Resource> rules =
                references.all(STACK, "AWS::EC2::SecurityGroupIngress").stream()
                        .filter(
                                rule ->
                                        references
                                                .text(STACK, rule.property("SourceSecurityGroupId"))
                                                .equals("sg-0123456789abcdef0"))
                        .toList();

        assertThat(rules).hasSize(1);
        assertThat(rules.get(0).property("FromPort").asInt()).isEqualTo(8883);
        assertThat(rules.get(0).property("ToPort").asInt()).isEqualTo(8883);
        assertThat(rules.get(0).dependsOn(references.only(STACK, PEERING).id())).isTrue();
    }

    @Test
    void withoutComputeVpcNothingIsPeered() {
        Synth synth = Synth.of(Synth.DEFAULTS);

        assertThat(synth.resources(STACK, PEERING)).isEmpty();
        assertThat(synth.template(STACK).path("Outputs").has("IotToComputeId")).isFalse();
    }
}
