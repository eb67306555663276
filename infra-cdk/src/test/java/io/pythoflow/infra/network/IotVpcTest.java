package io.pythoflow.infra.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.infra.testing.References;
import io.pythoflow.infra.testing.References.Resource;
import io.pythoflow.infra.testing.Synth;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IotVpcTest {

    private static final String STACK = "Network";

    static Stream<String> everyVariant() {
        return Stream.of(
                Synth.DEFAULTS,
                Variants.COMPUTE,
                Variants.NAT_IN_EACH_OF_THREE_ZONES,
                Variants.ENDPOINTS,
                Variants.INTERNET_FACING);
    }

    @Test
    void zonesAndBlocksAreLiterals() {
        References references = References.of(Synth.of(Variants.NAT_IN_EACH_OF_THREE_ZONES));

        assertThat(references.all(STACK, "AWS::EC2::Subnet"))
                .extracting(
                        subnet -> subnet.property("AvailabilityZone").textValue(),
                        subnet -> subnet.property("CidrBlock").textValue())
                .containsExactlyInAnyOrder(
                        tuple("us-east-1a", "10.0.128.0/24"),
                        tuple("us-east-1b", "10.0.129.0/24"),
                        tuple("us-east-1c", "10.0.130.0/24"),
                        tuple("us-east-1a", "10.0.0.0/24"),
                        tuple("us-east-1b", "10.0.1.0/24"),
                        tuple("us-east-1c", "10.0.2.0/24"));
    }

    @Test
    void namesResolveInTheVpc() {
        Resource vpc = References.of(Synth.of(Synth.DEFAULTS)).only(STACK, "AWS::EC2::VPC");

        assertThat(vpc.property("EnableDnsSupport").asBoolean()).isTrue();
        assertThat(vpc.property("EnableDnsHostnames").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {Synth.DEFAULTS, Variants.NAT_IN_EACH_OF_THREE_ZONES})
    void everyPrivateSubnetReachesTheInternetThroughNat(String variables) {
        References references = References.of(Synth.of(variables));

        for (Resource subnet : privateSubnets(references)) {
            Resource route = defaultRoute(references, table(references, subnet));
            Resource nat = references.resource(STACK, route.property("NatGatewayId"));
            Resource natSubnet = references.resource(STACK, nat.property("SubnetId"));
            assertThat(
                            defaultRoute(references, table(references, natSubnet))
                                    .property("GatewayId")
                                    .isMissingNode())
                    .as("NAT of %s stands in a public subnet", subnet.id())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("everyVariant")
    void jobRunsInThePrivateSubnetsAlone(String variables) {
        References references = References.of(Synth.of(variables));
        JsonNode vpc =
                references
                        .only("Processing", "AWS::KinesisAnalyticsV2::Application")
                        .property("ApplicationConfiguration")
                        .path("VpcConfigurations");

        assertThat(vpc).hasSize(1);
        assertThat(references.resources("Processing", vpc.get(0).path("SubnetIds")))
                .containsExactlyElementsOf(privateSubnets(references));
        assertThat(references.resources("Processing", vpc.get(0).path("SecurityGroupIds")))
                .extracting(group -> group.property("GroupDescription").asText())
                .containsExactly("Flink application");
    }

    @Test
    void zonesShareOneNatGatewayOrHaveTheirOwn() {
        References one = References.of(Synth.of(Synth.DEFAULTS));
        References each = References.of(Synth.of(Variants.NAT_IN_EACH_OF_THREE_ZONES));

        assertThat(one.all(STACK, "AWS::EC2::NatGateway")).hasSize(1);
        assertThat(
                        privateSubnets(each).stream()
                                .map(
                                        subnet ->
                                                each.resource(
                                                        STACK,
                                                        defaultRoute(each, table(each, subnet))
                                                                .property("NatGatewayId")))
                                .map(nat -> each.resource(STACK, nat.property("SubnetId")))
                                .map(subnet -> subnet.property("AvailabilityZone").asText()))
                .containsExactly("us-east-1a", "us-east-1b", "us-east-1c");
    }

    @Test
    void natWaitsForTheInternetGateway() {
        References references = References.of(Synth.of(Synth.DEFAULTS));
        String attachment = references.only(STACK, "AWS::EC2::VPCGatewayAttachment").id();
        Resource nat = references.only(STACK, "AWS::EC2::NatGateway");
        Resource toInternet =
                defaultRoute(
                        references,
                        table(references, references.resource(STACK, nat.property("SubnetId"))));

        assertThat(toInternet.dependsOn(attachment)).isTrue();
        assertThat(nat.dependsOn(toInternet.id())).isTrue();
        assertThat(references.only(STACK, "AWS::EC2::EIP").dependsOn(attachment)).isTrue();
    }

    @Test
    void withEndpointsNothingPrivateReachesTheInternet() {
        References references = References.of(Synth.of(Variants.ENDPOINTS));

        assertThat(references.all(STACK, "AWS::EC2::NatGateway")).isEmpty();
        assertThat(privateSubnets(references))
                .hasSize(2)
                .allSatisfy(
                        subnet ->
                                assertThat(routes(references, table(references, subnet)))
                                        .extracting(
                                                route ->
                                                        route.property("DestinationCidrBlock")
                                                                .asText())
                                        .containsExactly("10.1.0.0/16"));
    }

    @ParameterizedTest
    @MethodSource("everyVariant")
    void s3IsReachedFromEverySubnetThroughItsEndpoint(String variables) {
        References references = References.of(Synth.of(variables));
        Resource endpoint = s3Endpoint(references);

        assertThat(references.resources(STACK, endpoint.property("RouteTableIds")))
                .containsExactlyInAnyOrderElementsOf(references.all(STACK, "AWS::EC2::RouteTable"));
        assertThat(references.all(STACK, "AWS::EC2::Subnet"))
                .allSatisfy(subnet -> assertThat(table(references, subnet)).isNotNull());
    }

    @ParameterizedTest
    @MethodSource("everyVariant")
    void nothingIsInTheDefaultSecurityGroup(String variables) {
        References references = References.of(Synth.of(variables));

        assertThat(Synth.of(variables).template(STACK).toString())
                .doesNotContain("DefaultSecurityGroup");
        assertThat(references.all(STACK, "AWS::EC2::VPCEndpoint"))
                .filteredOn(one -> one.property("VpcEndpointType").asText().equals("Interface"))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.property("SecurityGroupIds")).isNotEmpty());
    }

    /** Those whose route table does not lead to the internet gateway. */
    static List<Resource> privateSubnets(References references) {
        List<Resource> subnets =
                references.all(STACK, "AWS::EC2::Subnet").stream()
                        .filter(
                                subnet ->
                                        routes(references, table(references, subnet)).stream()
                                                .allMatch(
                                                        route ->
                                                                route.property("GatewayId")
                                                                        .isMissingNode()))
                        .toList();
        assertThat(subnets).hasSizeGreaterThanOrEqualTo(2);
        return subnets;
    }

    static Resource table(References references, Resource subnet) {
        return references.all(STACK, "AWS::EC2::SubnetRouteTableAssociation").stream()
                .filter(
                        one ->
                                references
                                        .resource(STACK, one.property("SubnetId"))
                                        .id()
                                        .equals(subnet.id()))
                .map(one -> references.resource(STACK, one.property("RouteTableId")))
                .findFirst()
                .orElseThrow();
    }

    static List<Resource> routes(References references, Resource table) {
        return references.all(STACK, "AWS::EC2::Route").stream()
                .filter(
                        route ->
                                references
                                        .text(STACK, route.property("RouteTableId"))
                                        .equals("{" + STACK + "." + table.id() + "}"))
                .toList();
    }

    private static Resource defaultRoute(References references, Resource table) {
        return routes(references, table).stream()
                .filter(
                        route ->
                                route.property("DestinationCidrBlock").asText().equals("0.0.0.0/0"))
                .findFirst()
                .orElseThrow();
    }

    private static Resource s3Endpoint(References references) {
        return references.all(STACK, "AWS::EC2::VPCEndpoint").stream()
                .filter(one -> one.property("ServiceName").asText().endsWith(".s3"))
                .findFirst()
                .orElseThrow();
    }
}
