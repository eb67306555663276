package io.pythoflow.infra.cost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.pythoflow.contract.operation.ServiceMetric;
import io.pythoflow.infra.cost.MonthlyCost.Line;
import io.pythoflow.infra.testing.Synth;
import java.util.Collection;
import org.junit.jupiter.api.Test;

/** What the bill counts is what the stacks make. */
class BilledResourcesTest {

    private static final Workload SMALLEST = Workload.at(1);
    private static final Synth DEFAULTS = Synth.of(Synth.DEFAULTS);

    @Test
    void natGatewaysAndTheirAddresses() {
        assertThat(made("Network", "AWS::EC2::NatGateway"))
                .hasSize(SMALLEST.network().natGateways());
        assertThat(made("Network", "AWS::EC2::EIP")).hasSize(SMALLEST.network().natGateways());
    }

    @Test
    void interfaceEndpoints() {
        assertThat(interfaceEndpoints(DEFAULTS)).hasSize(1);
        assertThat(interfaceEndpoints(DEFAULTS).iterator().next().at("/Properties/SubnetIds"))
                .hasSize(SMALLEST.network().zones());
        Synth withoutNat = Synth.of("internet_access = \"endpoints\"");
        assertThat(interfaceEndpoints(withoutNat)).hasSize(1 + MonthlyCost.SERVICES);
        assertThat(withoutNat.resources("Network", "AWS::EC2::NatGateway")).isEmpty();
    }

    @Test
    void oneLoadBalancerAndOneZone() {
        assertThat(made("Network", "AWS::ElasticLoadBalancingV2::LoadBalancer")).hasSize(1);
        assertThat(made("Network", "AWS::Route53::HostedZone")).hasSize(1);
    }

    @Test
    void unitsSlotsAndCheckpointsOfTheJob() {
        assertThat(DEFAULTS.config().processing().parallelism())
                .isEqualTo(SMALLEST.job().processingUnits());
        assertThat(DEFAULTS.config().processing().parallelismPerKpu()).isEqualTo(1);
        assertThat(DEFAULTS.config().processing().slots()).isEqualTo(SMALLEST.slots());
        assertThat(DEFAULTS.config().processing().checkpointInterval())
                .isEqualTo(SMALLEST.job().checkpointInterval());
    }

    @Test
    void theArchiveTakesRecordsOneByOneAndCompressesThem() {
        assertThat(made("Lake", "AWS::IoT::TopicRule"))
                .hasSize(1)
                .allSatisfy(
                        rule ->
                                assertThat(
                                                rule.at(
                                                        "/Properties/TopicRulePayload/Actions/0/Firehose/BatchMode"))
                                        .isEqualTo(BooleanNode.FALSE));
        assertThat(made("Lake", "AWS::KinesisFirehose::DeliveryStream"))
                .extracting(
                        stream ->
                                stream.at(
                                                "/Properties/ExtendedS3DestinationConfiguration/CompressionFormat")
                                        .asText())
                .containsExactly("GZIP");
    }

    @Test
    void secretsOfEveryDevice() {
        assertThat(made("Devices", "AWS::SecretsManager::Secret"))
                .hasSize((int) quantity("keys of gateways, job and operator"));
    }

    @Test
    void alarmsAndDashboards() {
        int metrics =
                made("Monitoring", "AWS::CloudWatch::Alarm").stream()
                        .mapToInt(BilledResourcesTest::metricsOf)
                        .sum();
        assertThat(metrics).isEqualTo(MonthlyCost.ALARM_METRICS);
        assertThat(
                        ServiceMetric.values().length
                                + made("Monitoring", "AWS::Logs::MetricFilter").size())
                .isEqualTo(MonthlyCost.CUSTOM_METRICS);
        assertThat(made("Monitoring", "AWS::CloudWatch::Dashboard"))
                .hasSize((int) quantity("dashboard"));
    }

    private static int metricsOf(JsonNode alarm) {
        int metrics = alarm.at("/Properties/MetricName").isMissingNode() ? 0 : 1;
        for (JsonNode query : alarm.at("/Properties/Metrics")) {
            metrics += query.path("MetricStat").isMissingNode() ? 0 : 1;
        }
        return metrics;
    }

    private static Collection<JsonNode> interfaceEndpoints(Synth environment) {
        return environment.resources("Network", "AWS::EC2::VPCEndpoint").values().stream()
                .filter(one -> one.at("/Properties/VpcEndpointType").asText().equals("Interface"))
                .toList();
    }

    private static Collection<JsonNode> made(String stack, String type) {
        return DEFAULTS.resources(stack, type).values();
    }

    private static double quantity(String what) {
        return MonthlyCost.of(SMALLEST).lines().stream()
                .filter(line -> line.what().equals(what))
                .mapToDouble(Line::quantity)
                .findFirst()
                .orElseThrow();
    }
}
