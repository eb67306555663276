package io.pythoflow.infra.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.infra.network.SecurityRules.Rule;
import io.pythoflow.infra.testing.References;
import io.pythoflow.infra.testing.References.Resource;
import io.pythoflow.infra.testing.Synth;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way of a message from a client to AWS IoT Core. */
class MqttPathTest {

    private static final String STACK = "Network";
    private static final String BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer";
    private static final String TARGETS = "AWS::ElasticLoadBalancingV2::TargetGroup";

    static Stream<String> everyVariant() {
        return IotVpcTest.everyVariant();
    }

    @ParameterizedTest
    @MethodSource("everyVariant")
    void iotDataEndpointHasNoPrivateDns(String variables) {
        Resource endpoint = iotData(references(variables));

        assertThat(endpoint.property("PrivateDnsEnabled").isBoolean()).isTrue();
        assertThat(endpoint.property("PrivateDnsEnabled").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("everyVariant")
    void iotDataEndpointStandsInEveryPrivateSubnet(String variables) {
        References references = references(variables);

        assertThat(references.resources(STACK, iotData(references).property("SubnetIds")))
                .containsExactlyElementsOf(IotVpcTest.privateSubnets(references));
    }

    @ParameterizedTest
    @MethodSource("everyVariant")
    void endpointAdmitsTheLoadBalancerAndTheJobOnTheMqttPortAlone(String variables) {
        References references = references(variables);

        assertThat(new SecurityRules(references).ingress(endpointGroup(references)))
                .contains(
                        new Rule(8883, SecurityRules.id(balancerGroup(references))),
                        new Rule(8883, SecurityRules.id(jobGroup(references))))
                .allSatisfy(rule -> assertThat(rule.port()).isEqualTo(8883));
    }

    @ParameterizedTest
    @MethodSource("everyVariant")
    void loadBalancerReachesTheEndpointAndNothingElse(String variables) {
        References references = references(variables);

        assertThat(new SecurityRules(references).egress(balancerGroup(references)))
                .containsExactly(new Rule(8883, SecurityRules.id(endpointGroup(references))));
    }

    @Test
    void nobodyReachesTheLoadBalancerByDefaultBeyondTheVpc() {
        References references = references(Synth.DEFAULTS);

        assertThat(new SecurityRules(references).ingress(balancerGroup(references)))
                .containsExactly(new Rule(8883, "10.0.0.0/16"));
    }

    @Test
    void computeVpcReachesTheLoadBalancer() {
        References references = references(Variants.COMPUTE);

        assertThat(new SecurityRules(references).ingress(balancerGroup(references)))
                .containsExactlyInAnyOrder(
                        new Rule(8883, "10.0.0.0/16"), new Rule(8883, "10.1.0.0/16"));
    }

    @Test
    void allowedBlocksReachTheLoadBalancer() {
        References references = references(Variants.INTERNET_FACING);

        assertThat(new SecurityRules(references).ingress(balancerGroup(references)))
                .containsExactlyInAnyOrder(
                        new Rule(8883, "10.0.0.0/16"),
                        new Rule(8883, "10.1.0.0/16"),
                        new Rule(8883, "0.0.0.0/0"));
    }

    @ParameterizedTest
    @MethodSource("everyVariant")
    void tlsGoesThroughTheLoadBalancerUnopened(String variables) {
        References references = references(variables);
        Resource listener = references.only(STACK, "AWS::ElasticLoadBalancingV2::Listener");

        assertThat(listener.property("Protocol").asText()).isEqualTo("TCP");
        assertThat(listener.property("Port").asInt()).isEqualTo(8883);
        assertThat(references.resource(STACK, listener.property("LoadBalancerArn")))
                .isEqualTo(references.only(STACK, BALANCER));
        assertThat(
                        references.resource(
                                STACK,
                                listener.property("DefaultActions").get(0).get("TargetGroupArn")))
                .isEqualTo(references.only(STACK, TARGETS));
    }

    @ParameterizedTest
    @MethodSource("everyVariant")
    void everyZoneHasATarget(String variables) {
        References references = references(variables);
        Resource targets = references.only(STACK, TARGETS);
        Resource addresses = references.only(STACK, "Custom::EndpointAddresses");
        List<String> expected =
                Stream.iterate(0, i -> i + 1)
                        .limit(IotVpcTest.privateSubnets(references).size())
                        .map(i -> "{" + STACK + "." + addresses.id() + ".Address" + i + "}")
                        .toList();

        assertThat(targets.property("TargetType").asText()).isEqualTo("ip");
        assertThat(StreamSupport.stream(targets.property("Targets").spliterator(), false))
                .extracting(target -> references.text(STACK, target.get("Id")))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void addressesAreAskedForAgainWhenTheInterfacesChange() {
        References references = references(Synth.DEFAULTS);
        JsonNode ids =
                references.only(STACK, "Custom::EndpointAddresses").property("NetworkInterfaceIds");

        assertThat(references.text(STACK, ids))
                .isEqualTo("{" + STACK + "." + iotData(references).id() + ".NetworkInterfaceIds}");
    }

    @Test
    void targetsSeeTheLoadBalancerAsTheirClient() {
        assertThat(
                        references(Synth.DEFAULTS)
                                .only(STACK, TARGETS)
                                .property("TargetGroupAttributes"))
                .extracting(
                        attribute -> attribute.path("Key").asText(),
                        attribute -> attribute.path("Value").asText())
                .contains(tuple("preserve_client_ip.enabled", "false"));
    }

    @ParameterizedTest
    @MethodSource("everyVariant")
    void loadBalancerHasASecurityGroupFromTheBeginning(String variables) {
        References references = references(variables);

        assertThat(references.only(STACK, BALANCER).property("SecurityGroups")).hasSize(1);
    }

    @Test
    void internetFacingLoadBalancerStandsInThePublicSubnets() {
        References references = references(Variants.INTERNET_FACING);
        Resource balancer = references.only(STACK, BALANCER);

        assertThat(balancer.property("Scheme").asText()).isEqualTo("internet-facing");
        assertThat(references.resources(STACK, balancer.property("Subnets")))
                .hasSize(2)
                .doesNotContainAnyElementsOf(IotVpcTest.privateSubnets(references));
        assertThat(
                        balancer.dependsOn(
                                references.only(STACK, "AWS::EC2::VPCGatewayAttachment").id()))
                .isTrue();
    }

    @Test
    void internalLoadBalancerStandsInThePrivateSubnets() {
        References references = references(Synth.DEFAULTS);
        Resource balancer = references.only(STACK, BALANCER);

        assertThat(balancer.property("Scheme").asText()).isEqualTo("internal");
        assertThat(references.resources(STACK, balancer.property("Subnets")))
                .containsExactlyElementsOf(IotVpcTest.privateSubnets(references));
    }

    @ParameterizedTest
    @MethodSource("everyVariant")
    void zoneIsNamedExactlyAsTheIotEndpoint(String variables) {
        References references = references(variables);
        String address =
                "{"
                        + STACK
                        + "."
                        + references.only(STACK, "Custom::IotEndpoint").id()
                        + ".Address}";
        Resource zone = references.only(STACK, "AWS::Route53::HostedZone");
        Resource apex = references.only(STACK, "AWS::Route53::RecordSet");

        assertThat(references.text(STACK, zone.property("Name"))).isEqualTo(address);
        assertThat(references.text(STACK, apex.property("Name"))).isEqualTo(address);
        assertThat(references.resource(STACK, apex.property("HostedZoneId"))).isEqualTo(zone);
    }

    @ParameterizedTest
    @ValueSource(strings = {Synth.DEFAULTS, Variants.COMPUTE})
    void nameLeadsToTheInternalLoadBalancer(String variables) {
        References references = references(variables);
        JsonNode alias = references.only(STACK, "AWS::Route53::RecordSet").property("AliasTarget");

        assertThat(references.resource(STACK, alias.get("DNSName")))
                .isEqualTo(references.only(STACK, BALANCER));
        assertThat(references.resource(STACK, alias.get("HostedZoneId")))
                .isEqualTo(references.only(STACK, BALANCER));
    }

    @Test
    void nameNeverLeadsToPublicAddresses() {
        References references = references(Variants.INTERNET_FACING);
        String alias =
                references
                        .only(STACK, "AWS::Route53::RecordSet")
                        .property("AliasTarget")
                        .toString();

        assertThat(alias)
                .contains(iotData(references).id())
                .doesNotContain(references.only(STACK, BALANCER).id());
    }

    @Test
    void nameIsPrivateToTheVpcsThatUseIt() {
        assertThat(zoneVpcs(references(Synth.DEFAULTS))).hasSize(1);
        assertThat(zoneVpcs(references(Variants.COMPUTE)))
                .hasSize(2)
                .contains("vpc-0123456789abcdef0");
    }

    @ParameterizedTest
    @MethodSource("everyVariant")
    void nobodyConnectsToTheJobAndTheJobReachesAwsAndMqttAlone(String variables) {
        References references = references(variables);
        SecurityRules rules = new SecurityRules(references);

        assertThat(rules.ingress(jobGroup(references))).isEmpty();
        assertThat(rules.egress(jobGroup(references)))
                .containsExactlyInAnyOrder(
                        new Rule(443, "0.0.0.0/0"),
                        new Rule(8883, SecurityRules.id(balancerGroup(references))),
                        new Rule(8883, SecurityRules.id(endpointGroup(references))));
    }

    @Test
    void withoutInternetTheJobReachesEveryServiceThroughAnEndpoint() {
        References references = references(Variants.ENDPOINTS);
        List<Resource> services =
                references.all(STACK, "AWS::EC2::VPCEndpoint").stream()
                        .filter(one -> one.property("PrivateDnsEnabled").asBoolean())
                        .toList();

        assertThat(services)
                .extracting(one -> one.property("ServiceName").asText())
                .containsExactlyInAnyOrder(
                        "com.amazonaws.us-east-1.logs",
                        "com.amazonaws.us-east-1.monitoring",
                        "com.amazonaws.us-east-1.glue",
                        "com.amazonaws.us-east-1.secretsmanager",
                        "com.amazonaws.us-east-1.sts");
        assertThat(services)
                .allSatisfy(
                        one -> {
                            assertThat(references.resources(STACK, one.property("SubnetIds")))
                                    .containsExactlyElementsOf(
                                            IotVpcTest.privateSubnets(references));
                            assertThat(
                                            new SecurityRules(references)
                                                    .ingress(
                                                            references.resource(
                                                                    STACK,
                                                                    one.property("SecurityGroupIds")
                                                                            .get(0))))
                                    .containsExactly(
                                            new Rule(443, SecurityRules.id(jobGroup(references))));
                        });
    }

    private static References references(String variables) {
        return References.of(Synth.of(variables));
    }

    private static List<String> zoneVpcs(References references) {
        return StreamSupport.stream(
                        references
                                .only(STACK, "AWS::Route53::HostedZone")
                                .property("VPCs")
                                .spliterator(),
                        false)
                .map(vpc -> references.text(STACK, vpc.get("VPCId")))
                .toList();
    }

    private static Resource iotData(References references) {
        return references.all(STACK, "AWS::EC2::VPCEndpoint").stream()
                .filter(one -> one.property("ServiceName").asText().endsWith(".iot.data"))
                .findFirst()
                .orElseThrow();
    }

    private static Resource endpointGroup(References references) {
        return references.resource(STACK, iotData(references).property("SecurityGroupIds").get(0));
    }

    private static Resource balancerGroup(References references) {
        return references.resource(
                STACK, references.only(STACK, BALANCER).property("SecurityGroups").get(0));
    }

    private static Resource jobGroup(References references) {
        return references.all(STACK, "AWS::EC2::SecurityGroup").stream()
                .filter(
                        group ->
                                group.property("GroupDescription")
                                        .asText()
                                        .equals("Flink application"))
                .findFirst()
                .orElseThrow();
    }
}
