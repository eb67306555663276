package io.pythoflow.infra.device;

import io.pythoflow.infra.Names;
import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.policy.IotPolicy;
import java.util.List;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iot.CfnPolicy;
import software.amazon.awscdk.services.iot.CfnThingType;
import software.constructs.Construct;

/**
 * What things of one kind share: their type and their policies.
 *
 * <p>Names of either are the account's, and the original's ({@code sensor_gateway}, {@code
 * irrigation-gateway-policy} …) are there while its things are adopted: ours carry the environment.
 */
final class DeviceKind extends Construct {

    private final String key;
    private final CfnThingType type;
    private final List<CfnPolicy> policies;

    /**
     * @param key {@code gateway}, {@code compute} or {@code operator}
     */
    DeviceKind(
            Construct scope,
            String key,
            String description,
            InfraConfig config,
            List<IotPolicy> policies) {
        super(scope, key);
        this.key = key;
        type =
                CfnThingType.Builder.create(this, "Type")
                        .thingTypeName(Names.stack(config, key))
                        .thingTypeProperties(
                                CfnThingType.ThingTypePropertiesProperty.builder()
                                        .thingTypeDescription(description)
                                        .build())
                        .build();
        String arnPrefix =
                "arn:%s:iot:%s:%s:"
                        .formatted(Aws.PARTITION, Stack.of(this).getRegion(), Aws.ACCOUNT_ID);
        this.policies =
                policies.stream()
                        .map(
                                policy ->
                                        CfnPolicy.Builder.create(this, policy.name())
                                                .policyName(policy.name())
                                                .policyDocument(policy.document(arnPrefix))
                                                .build())
                        .toList();
    }

    /** {@code gateway}, {@code compute} or {@code operator}: the things' attribute {@code type}. */
    String key() {
        return key;
    }

    CfnThingType type() {
        return type;
    }

    List<CfnPolicy> policies() {
        return policies;
    }
}
