package io.pythoflow.infra.network;

import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.constructs.Construct;

/** Security groups between which MQTT goes. */
final class MqttGroup {

    /** MQTT over TLS. */
    static final int PORT = 8883;

    static final Port MQTT = Port.tcp(PORT);

    private MqttGroup() {}

    /** A group that lets nothing in and nothing out yet. */
    static SecurityGroup closed(Construct scope, String id, IotVpc vpc, String description) {
        return SecurityGroup.Builder.create(scope, id)
                .vpc(vpc.reference())
                .description(description)
                .allowAllOutbound(false)
                .build();
    }
}
