package io.pythoflow.infra.network;

import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.constructs.Construct;

/**
 * Security groups of the VPC. A rule that names another group takes the group itself as its peer,
 * not its id: CDK then writes the rule apart from both, and two groups can name each other.
 */
final class Groups {

    /** MQTT over TLS. */
    static final int MQTT_PORT = 8883;

    static final Port MQTT = Port.tcp(MQTT_PORT);

    private Groups() {}

    /** A group that lets nothing in and nothing out yet. */
    static SecurityGroup closed(Construct scope, String id, IotVpc vpc, String description) {
        return SecurityGroup.Builder.create(scope, id)
                .vpc(vpc.reference())
                .description(description)
                .allowAllOutbound(false)
                .build();
    }
}
