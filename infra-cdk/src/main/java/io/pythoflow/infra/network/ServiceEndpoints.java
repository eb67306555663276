package io.pythoflow.infra.network;

import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.CfnVPCEndpoint;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.constructs.Construct;

/**
 * The services that the job and the Flink service for it call, inside the VPC: what takes the place
 * of NAT. S3 has its gateway endpoint and AWS IoT Core its own. Lambda functions are not in the VPC
 * and need none (docs.aws.amazon.com/managed-flink/latest/java/vpc-internet.html).
 */
public final class ServiceEndpoints extends Construct {

    /** Logs and metrics are written by the service; a VPC without them loses both silently. */
    private static final List<String> SERVICES =
            List.of("logs", "monitoring", "glue", "secretsmanager", "sts");

    public ServiceEndpoints(Construct scope, String id, IotVpc vpc, JobGroup job) {
        super(scope, id);
        SecurityGroup group = Groups.closed(this, "Group", vpc, "Endpoints of AWS services");
        group.addIngressRule(job.group(), Port.tcp(443), "AWS APIs from the Flink application");
        for (String service : SERVICES) {
            CfnVPCEndpoint.Builder.create(this, service)
                    .vpcEndpointType("Interface")
                    .vpcId(vpc.vpcId())
                    .serviceName("com.amazonaws." + Stack.of(this).getRegion() + "." + service)
                    .subnetIds(vpc.privateSubnetIds())
                    .securityGroupIds(List.of(group.getSecurityGroupId()))
                    .privateDnsEnabled(true)
                    .build();
        }
    }
}
