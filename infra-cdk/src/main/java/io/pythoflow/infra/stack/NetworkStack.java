package io.pythoflow.infra.stack;

import io.pythoflow.infra.Artifacts;
import io.pythoflow.infra.Names;
import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.InfraConfig.ComputeVpc;
import io.pythoflow.infra.config.InfraConfig.InternetAccess;
import io.pythoflow.infra.config.InfraConfig.LoadBalancerScheme;
import io.pythoflow.infra.config.InfraConfig.Network;
import io.pythoflow.infra.network.ComputePeering;
import io.pythoflow.infra.network.FlowLogs;
import io.pythoflow.infra.network.IotAddress;
import io.pythoflow.infra.network.IotDataEndpoint;
import io.pythoflow.infra.network.IotVpc;
import io.pythoflow.infra.network.JobGroup;
import io.pythoflow.infra.network.MqttLoadBalancer;
import io.pythoflow.infra.network.PrivateName;
import io.pythoflow.infra.network.S3Endpoint;
import io.pythoflow.infra.network.ServiceEndpoints;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** The VPC, the ways out of it, and the way in for MQTT. */
public final class NetworkStack extends Stack {

    private final IotVpc vpc;
    private final JobGroup job;
    private final IotAddress address;
    private final MqttLoadBalancer balancer;

    public NetworkStack(
            Construct scope,
            String id,
            StackProps props,
            InfraConfig config,
            Artifacts artifacts,
            Roles roles,
            LakeStack lake) {
        super(scope, id, props);
        Network network = config.network();
        vpc = new IotVpc(this, "Vpc", Names.stack(config, "network"), network);
        if (network.flowLogs()) {
            new FlowLogs(this, "FlowLogs", vpc, lake.logs());
        }
        new S3Endpoint(this, "S3", vpc, lake.data());
        job = new JobGroup(this, "Job", vpc);
        if (network.internetAccess() == InternetAccess.ENDPOINTS) {
            new ServiceEndpoints(this, "Services", vpc, job);
        }
        IotDataEndpoint endpoint = new IotDataEndpoint(this, "IotData", vpc);
        balancer = new MqttLoadBalancer(this, "Mqtt", vpc, endpoint, network, artifacts, roles);
        endpoint.admit(job.group(), "MQTT from the Flink application");
        job.mayReach(endpoint.group(), "MQTT to the IoT data endpoint");
        job.mayReach(balancer.group(), "MQTT to the load balancer");
        address = new IotAddress(this, "IotAddress", artifacts, roles);
        new PrivateName(
                this,
                "Name",
                address,
                network.loadBalancerScheme() == LoadBalancerScheme.INTERNAL
                        ? balancer.entrance()
                        : endpoint.entrance(),
                Stream.concat(
                                Stream.of(vpc.vpcId()),
                                network.compute().map(ComputeVpc::vpcId).stream())
                        .toList());
        output("IotVpcId", "VPC of the IoT endpoint", vpc.vpcId());
        output("IotVpcCidr", "Its IPv4 block", network.vpcCidr().toString());
        output(
                "MqttEndpoint",
                "Where MQTT is spoken over TLS. A client must ask for this name (SNI) whatever"
                        + " address it connects to",
                address.name() + ":8883");
        output(
                "MqttLoadBalancer",
                "Where devices connect that are in none of the VPCs; SNI is the name in"
                        + " MqttEndpoint",
                balancer.entrance().dnsName() + ":8883");
        network.compute().ifPresent(compute -> peer(network, compute, endpoint));
    }

    private void peer(Network network, ComputeVpc compute, IotDataEndpoint endpoint) {
        ComputePeering peering =
                new ComputePeering(this, "Peering", vpc, network.vpcCidr(), compute);
        endpoint.admit(peering, compute.securityGroupId());
        output("IotToComputeId", "Peering with the compute VPC", peering.id());
    }

    private void output(String id, String description, String value) {
        CfnOutput.Builder.create(this, id).description(description).value(value).build();
    }

    /** Id of the VPC, a token. */
    public String vpcId() {
        return vpc.vpcId();
    }

    /** Address of the IoT data endpoint, a token. */
    public String mqttAddress() {
        return address.name();
    }

    /** Ids of the private subnets, tokens. */
    public List<String> privateSubnetIds() {
        return vpc.privateSubnetIds();
    }

    /** What metrics call the MQTT load balancer, a token. */
    public String loadBalancerName() {
        return balancer.fullName();
    }

    /** What metrics call where the MQTT load balancer sends connections, a token. */
    public String targetGroupName() {
        return balancer.targetsFullName();
    }

    /** Security group of the Flink application, a token. */
    public String jobSecurityGroupId() {
        return job.group().getSecurityGroupId();
    }
}
