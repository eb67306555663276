package io.pythoflow.infra.device;

import io.pythoflow.infra.Artifacts;
import io.pythoflow.infra.Findings;
import io.pythoflow.infra.HandlerFunction;
import io.pythoflow.infra.Names;
import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.InfraConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.CustomResource;
import software.amazon.awscdk.Stack;
import software.constructs.Construct;

/**
 * The functions that make certificates and adopt things. Each may touch the secrets of this
 * environment's devices through one prefix, not through a grant for each: a role's policies hold
 * only so many.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/iot/latest/developerguide/security_iam_service-with-iam.html">
 *     Which resources an action of AWS IoT is allowed on</a>
 */
final class DeviceHandlers extends Construct {

    private static final String THINGS = "irrigation-*";

    private final HandlerFunction certificates;
    private final @Nullable HandlerFunction adoption;

    /**
     * @param config whose secrets may be written
     */
    DeviceHandlers(
            Construct scope, String id, InfraConfig config, Artifacts artifacts, Roles roles) {
        super(scope, id);
        String certificate = arn("iot", "cert", "*", ArnFormat.SLASH_RESOURCE_NAME);
        String thing = arn("iot", "thing", THINGS, ArnFormat.SLASH_RESOURCE_NAME);
        String secret =
                arn(
                        "secretsmanager",
                        "secret",
                        Names.secret(config, "*"),
                        ArnFormat.COLON_RESOURCE_NAME);
        certificates =
                new HandlerFunction(
                                this, "Certificates", "DeviceCertificateHandler", artifacts, roles)
                        .mayInvokeItself()
                        .allow(
                                List.of("iot:CreateKeysAndCertificate", "iot:ListAttachedPolicies"),
                                List.of("*"))
                        .allow(
                                List.of(
                                        "iot:DeleteCertificate",
                                        "iot:DescribeCertificate",
                                        "iot:DetachPolicy",
                                        "iot:DetachThingPrincipal",
                                        "iot:ListPrincipalThings",
                                        "iot:UpdateCertificate"),
                                List.of(certificate))
                        .allow(List.of("iot:UpdateThing"), List.of(thing))
                        .allow(
                                List.of(
                                        "secretsmanager:GetSecretValue",
                                        "secretsmanager:PutSecretValue",
                                        "secretsmanager:UpdateSecretVersionStage"),
                                List.of(secret));
        Findings.acknowledgeWildcard(certificates, "*", "Both actions know no resources");
        explain(certificates, "iot", "cert/*", "Ids of certificates are known once they are made");
        explain(certificates, "iot", "thing/" + THINGS, "The things of an account's environment");
        explain(
                certificates,
                "secretsmanager",
                "secret:" + Names.secret(config, "*"),
                "Secrets of this environment's devices, whose ARNs end in something random");
        if (config.devices().existingCertificateArns().isEmpty()) {
            adoption = null;
            return;
        }
        adoption =
                new HandlerFunction(this, "Adoption", "AdoptedThingHandler", artifacts, roles)
                        .mayInvokeItself()
                        .allow(
                                List.of(
                                        "iot:AttachThingPrincipal",
                                        "iot:DescribeCertificate",
                                        "iot:DetachThingPrincipal",
                                        "iot:ListPrincipalThingsV2"),
                                List.of(certificate))
                        .allow(List.of("iot:DescribeThing", "iot:UpdateThing"), List.of(thing));
        explain(adoption, "iot", "cert/*", "Certificates of one account, whichever are adopted");
        explain(adoption, "iot", "thing/" + THINGS, "The things of an account's environment");
    }

    /** A certificate whose key goes into a secret. */
    CustomResource certificate(Construct scope, String id, Map<String, ?> properties) {
        return certificates.resource(scope, id, "Custom::DeviceCertificate", properties);
    }

    /** A thing and a certificate that were made elsewhere. */
    CustomResource adopted(Construct scope, String id, Map<String, ?> properties) {
        return Objects.requireNonNull(adoption, "nothing is adopted")
                .resource(scope, id, "Custom::AdoptedThing", properties);
    }

    private static void explain(
            Construct function, String service, String resource, String reason) {
        Findings.acknowledgeWildcard(
                function,
                "arn:<AWS::Partition>:%s:%s:<AWS::AccountId>:%s"
                        .formatted(service, Stack.of(function).getRegion(), resource),
                reason);
    }

    private String arn(String service, String resource, String name, ArnFormat format) {
        return Stack.of(this)
                .formatArn(
                        ArnComponents.builder()
                                .service(service)
                                .resource(resource)
                                .resourceName(name)
                                .arnFormat(format)
                                .build());
    }
}
