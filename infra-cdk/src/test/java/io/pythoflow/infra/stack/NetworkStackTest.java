package io.pythoflow.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.infra.testing.References;
import io.pythoflow.infra.testing.References.Resource;
import io.pythoflow.infra.testing.Synth;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkStackTest {

    private static final String COMPUTE =
            """
            compute_vpc_id         = "vpc-0123456789abcdef0"
            compute_vpc_cidr_block = "10.1.0.0/16"
            compute_sg_id          = "sg-0123456789abcdef0"
            compute_private_rt_id  = "rtb-0123456789abcdef0"
            """;

    private final Synth synth = Synth.of(COMPUTE);
    private final References references = References.of(synth);

    @Test
    void everyOutputOfTheOriginalsNetworkExists() {
        assertThat(output("IotVpcId")).isEqualTo(id("AWS::EC2::VPC"));
        assertThat(output("IotVpcCidr")).isEqualTo("10.0.0.0/16");
        assertThat(output("IotToComputeId")).isEqualTo(id("AWS::EC2::VPCPeeringConnection"));
    }

    @Test
    void mqttEndpointIsTheNameToAskForWithItsPort() {
        Resource address = references.only("Network", "Custom::IotEndpoint");

        assertThat(output("MqttEndpoint")).isEqualTo("{Network." + address.id() + ".Address}:8883");
        assertThat(outputs().path("MqttEndpoint").path("Description").asText()).contains("SNI");
    }

    @Test
    void devicesOutsideLearnWhereTheLoadBalancerIs() {
        Resource balancer = references.only("Network", "AWS::ElasticLoadBalancingV2::LoadBalancer");

        assertThat(output("MqttLoadBalancer"))
                .isEqualTo("{Network." + balancer.id() + ".DNSName}:8883");
    }

    @Test
    void handlersMayAskForWhatTheyAnswerAndNoMore() {
        assertThat(references.all("Network", "AWS::IAM::Policy"))
                .extracting(
                        policy ->
                                policy
                                        .property("PolicyDocument")
                                        .path("Statement")
                                        .findValuesAsText("Action")
                                        .stream()
                                        .filter(action -> !action.isEmpty())
                                        .toList())
                .containsExactlyInAnyOrder(
                        List.of("iot:DescribeEndpoint"), List.of("ec2:DescribeNetworkInterfaces"));
    }

    @Test
    void withGivenRolesNoneIsMade() {
        Synth given =
                Synth.of(
                        """
                        existing_role_arns = { "default" = "arn:aws:iam::123456789012:role/LabRole" }
                        asset_bucket       = "assets-of-the-account"
                        """);

        assertThat(given.template("Network").toString()).doesNotContain("AWS::IAM::");
    }

    private JsonNode outputs() {
        return synth.template("Network").path("Outputs");
    }

    private String output(String name) {
        return references.text("Network", outputs().path(name).path("Value"));
    }

    private String id(String type) {
        return "{Network." + references.only("Network", type).id() + "}";
    }
}
