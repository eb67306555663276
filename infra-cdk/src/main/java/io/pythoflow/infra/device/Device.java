package io.pythoflow.infra.device;

import io.pythoflow.infra.Findings;
import io.pythoflow.infra.policy.DevicePolicies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CustomResource;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.iot.CfnPolicyPrincipalAttachment;
import software.amazon.awscdk.services.iot.CfnThing;
import software.amazon.awscdk.services.iot.CfnThingPrincipalAttachment;
import software.amazon.awscdk.services.secretsmanager.CfnSecret;
import software.constructs.Construct;
import software.constructs.IDependable;

/**
 * A thing, its certificates, and the secret that holds the key of the newest.
 *
 * <p>Generations of its certificate stand beside each other, each made after the one before it: the
 * newest is the one whose key is in the secret. What goes with an old one is the old certificate
 * alone.
 */
final class Device extends Construct {

    /**
     * What a device is.
     *
     * @param thing name
     * @param number of a gateway, for example {@code 000}
     * @param generations of its certificate that exist, ascending
     * @param existingCertificateArn made elsewhere, as was the thing
     */
    record Description(
            String thing,
            Optional<String> number,
            String environment,
            String secretName,
            List<Integer> generations,
            Optional<String> existingCertificateArn) {

        Description {
            generations = generations.stream().sorted().toList();
        }

        Map<String, String> attributes(DeviceKind kind) {
            Map<String, String> attributes = new LinkedHashMap<>();
            number.ifPresent(value -> attributes.put(DevicePolicies.NUMBER_ATTRIBUTE, value));
            attributes.put("environment", environment);
            attributes.put("type", kind.key());
            return attributes;
        }
    }

    private final Description description;
    private final DeviceKind kind;
    private final String thingName;
    private final IDependable thing;
    private final @Nullable CfnSecret secret;

    Device(Construct scope, Description description, DeviceKind kind, DeviceHandlers handlers) {
        super(scope, description.thing());
        this.description = description;
        this.kind = kind;
        if (description.existingCertificateArn().isPresent()) {
            thing = adopt(description.existingCertificateArn().get(), handlers);
            thingName = description.thing();
        } else {
            CfnThing made =
                    CfnThing.Builder.create(this, "Thing")
                            .thingName(description.thing())
                            .attributePayload(
                                    CfnThing.AttributePayloadProperty.builder()
                                            .attributes(description.attributes(kind))
                                            .build())
                            .build();
            // A type is deleted after the things that are of it.
            made.addResourceDependency(kind.type());
            thing = made;
            thingName = made.getRef();
        }
        secret = description.generations().isEmpty() ? null : secret();
        IDependable before = thing;
        for (int generation : description.generations()) {
            CustomResource certificate = certificate(generation, handlers);
            certificate.getNode().addDependency(before);
            before = certificate;
        }
    }

    /** ARN of the secret; a token. Empty where the device's key was made elsewhere. */
    Optional<String> secretArn() {
        return Optional.ofNullable(secret).map(CfnSecret::getRef);
    }

    String thing() {
        return description.thing();
    }

    /** Deleted, it takes the type back from the thing: a type that has things cannot be deleted. */
    private CustomResource adopt(String certificateArn, DeviceHandlers handlers) {
        CustomResource adopted =
                handlers.adopted(
                        this,
                        "Thing",
                        Map.of(
                                "ThingName", description.thing(),
                                "ThingTypeName", kind.type().getRef(),
                                "CertificateArn", certificateArn,
                                "Attributes", description.attributes(kind)));
        allow(this, certificateArn, adopted);
        return adopted;
    }

    /**
     * Empty until the certificate's handler fills it: no key is in a template. It goes with the
     * device, whatever becomes of the data: what it holds is revoked then.
     */
    private CfnSecret secret() {
        CfnSecret made =
                CfnSecret.Builder.create(this, "Secret")
                        .name(description.secretName())
                        .description("Certificate and key of " + description.thing())
                        .build();
        made.applyRemovalPolicy(RemovalPolicy.DESTROY);
        Tags.of(made).add("ThingName", description.thing());
        Tags.of(made).add("Type", kind.key());
        Findings.acknowledge(
                made,
                "AwsSolutions-SMG4",
                "A device has to fetch its new key: rotation is a new generation of its"
                        + " certificate, by a deploy");
        return made;
    }

    private CustomResource certificate(int generation, DeviceHandlers handlers) {
        Construct scope = new Construct(this, "Generation" + generation);
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("SecretArn", secretArn().orElseThrow());
        properties.put("ThingName", thingName);
        properties.put("Generation", Integer.toString(generation));
        if (description.existingCertificateArn().isEmpty()) {
            // AWS::IoT::Thing has no property for it.
            properties.put("ThingTypeName", kind.type().getRef());
        }
        CustomResource certificate = handlers.certificate(scope, "Certificate", properties);
        String arn = certificate.getAttString("CertificateArn");
        CfnThingPrincipalAttachment.Builder.create(scope, "Thing")
                .thingName(thingName)
                .principal(arn)
                .thingPrincipalType("EXCLUSIVE_THING")
                .build();
        allow(scope, arn, certificate);
        return certificate;
    }

    private void allow(Construct scope, String certificateArn, IDependable certificate) {
        for (int i = 0; i < kind.policies().size(); i++) {
            CfnPolicyPrincipalAttachment.Builder.create(scope, "Policy" + i)
                    .policyName(kind.policies().get(i).getRef())
                    .principal(certificateArn)
                    .build()
                    .getNode()
                    .addDependency(certificate);
        }
    }
}
