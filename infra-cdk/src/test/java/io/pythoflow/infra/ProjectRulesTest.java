package io.pythoflow.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.CfnResourceProps;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Validations;

/** Each rule stops the mistake it is for; what is right passes wherever the app is synthesised. */
class ProjectRulesTest {

    private static final String VPC = "vpc-0123456789abcdef0";

    private static String report;

    @BeforeAll
    static void everyMistakeAtOnce(@TempDir Path output) throws IOException {
        App app =
                new App(
                        AppProps.builder()
                                .outdir(output.toString())
                                .analyticsReporting(false)
                                .context(Map.of("@aws-cdk/core:validateAgainstDefaultRules", true))
                                .build());
        Stack stack = new Stack(app, "Stack");
        endpoint(stack, "IotData", "iot.data", List.of("sg-0123456789abcdef0"));
        endpoint(stack, "Logs", "logs", List.of());
        resource(
                stack,
                "LoadBalancer",
                "AWS::ElasticLoadBalancingV2::LoadBalancer",
                Map.of("Type", "network"));
        resource(
                stack,
                "Listener",
                "AWS::ElasticLoadBalancingV2::Listener",
                Map.of("Protocol", "TLS", "Port", 8883));
        resource(
                stack,
                "Targets",
                "AWS::ElasticLoadBalancingV2::TargetGroup",
                Map.of("TargetType", "instance"));
        resource(
                stack,
                "Subnet",
                "AWS::EC2::Subnet",
                Map.of(
                        "VpcId",
                        VPC,
                        "CidrBlock",
                        "10.0.0.0/24",
                        "AvailabilityZone",
                        Fn.select(0, Fn.getAzs())));
        Validations.of(app).addPlugins(InfraApp.projectRules());
        try {
            app.synth();
            report = "";
        } catch (RuntimeException refused) {
            report = Files.readString(output.resolve("validation-report.json"));
        }
    }

    private static void endpoint(Stack stack, String id, String service, List<String> groups) {
        Map<String, Object> properties =
                new HashMap<>(
                        Map.of(
                                "VpcEndpointType",
                                "Interface",
                                "VpcId",
                                VPC,
                                "ServiceName",
                                "com.amazonaws.us-east-1." + service,
                                "PrivateDnsEnabled",
                                true));
        if (!groups.isEmpty()) {
            properties.put("SecurityGroupIds", groups);
        }
        resource(stack, id, "AWS::EC2::VPCEndpoint", properties);
    }

    private static void resource(
            Stack stack, String id, String type, Map<String, Object> properties) {
        new CfnResource(
                stack, id, CfnResourceProps.builder().type(type).properties(properties).build());
    }

    @Test
    void privateDnsOfTheIotDataEndpointIsRefused() {
        assertThat(report).contains("iot_data_endpoint_has_no_private_dns");
    }

    @Test
    void endpointOfTheDefaultGroupIsRefused() {
        assertThat(report).contains("interface_endpoint_names_its_group");
    }

    @Test
    void loadBalancerWithoutGroupIsRefused() {
        assertThat(report).contains("load_balancer_has_a_security_group");
    }

    @Test
    void listenerThatEndsTlsIsRefused() {
        assertThat(report).contains("listener_passes_tls_through");
    }

    @Test
    void targetsThatAreInstancesAreRefused() {
        assertThat(report).contains("targets_are_addresses");
    }

    @Test
    void zoneThatTheRegionPicksIsRefused() {
        assertThat(report).contains("subnet_has_a_literal_zone");
    }
}
