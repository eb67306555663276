package io.pythoflow.infra.network;

import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.constructs.Construct;

/**
 * Security group of the Flink application: nobody connects to it; it connects to AWS and to MQTT.
 */
public final class JobGroup extends Construct {

    private final SecurityGroup group;

    public JobGroup(Construct scope, String id, IotVpc vpc) {
        super(scope, id);
        group = Groups.closed(this, "Group", vpc, "Flink application");
        // S3 has public addresses behind the gateway endpoint too; where it may go is the route
        // tables' matter.
        group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), "AWS APIs");
    }

    /** Lets it speak MQTT with the members of a group. */
    public void mayReach(SecurityGroup members, String description) {
        group.addEgressRule(members, Groups.MQTT, description);
    }

    public SecurityGroup group() {
        return group;
    }
}
