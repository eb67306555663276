package io.pythoflow.infra.handler;

import io.pythoflow.infra.handler.DeviceSecret.Version;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.CertificateDescription;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;

/**
 * A device's certificate whose keys are written into the device's secret by the call after the one
 * that makes them, and go nowhere else.
 *
 * <p>Properties: {@code SecretArn}, {@code ThingName} and {@code Generation}; another value of any
 * of them makes another certificate. Attributes: {@code CertificateArn}, {@code CertificateId},
 * which is the physical id too. What is attached to the certificate is CloudFormation's.
 *
 * <p>{@code ThingTypeName}, if given, becomes the type of the thing, for which CloudFormation's own
 * resource has no property.
 *
 * <p>A request that is delivered twice makes one certificate: it is the token with which the secret
 * is written.
 */
final class DeviceCertificate implements ResourceWork {

    static final Duration PAUSE = Duration.ofSeconds(10);

    /** Ten minutes, twice what IoT Core may take to see a detachment. */
    static final int MAX_CONFLICTS = 60;

    private static final String CONFLICTS = "conflicts";

    private final IotClient iot;
    private final Certificates certificates;
    private final SecretsManagerClient secrets;

    DeviceCertificate(IotClient iot, SecretsManagerClient secrets) {
        this.iot = iot;
        certificates = new Certificates(iot);
        this.secrets = secrets;
    }

    @Override
    public Step create(ResourceRequest request) {
        setThingType(request);
        DeviceSecret secret = secret(request);
        String thing = request.properties().text("ThingName");
        String token = request.token();
        Optional<Version> written = secret.writtenWith(token);
        if (written.isPresent()) {
            return again(written.get(), secret);
        }
        Credentials credentials = certificates.create();
        try {
            secret.put(token, credentials.secretText(thing));
        } catch (ResourceExistsException e) {
            withdraw(credentials, secret, e);
            return again(
                    secret.writtenWith(token).orElseThrow(() -> notWritten(thing, secret, e)),
                    secret);
        } catch (SdkException e) {
            withdraw(credentials, secret, e);
            throw notWritten(thing, secret, e);
        }
        return done(credentials.certificateArn());
    }

    @Override
    public Step update(ResourceRequest request) {
        if (request.properties()
                .differIn(request.oldProperties(), "SecretArn", "ThingName", "Generation")) {
            return create(request);
        }
        setThingType(request);
        CertificateDescription certificate =
                certificates
                        .find(request.physicalId())
                        .orElseThrow(
                                () ->
                                        new WorkFailure(
                                                "Certificate %s of %s does not exist any more: give the device another generation"
                                                        .formatted(
                                                                request.physicalId(),
                                                                request.properties()
                                                                        .text("ThingName"))));
        return done(certificate.certificateArn());
    }

    /** An id that is no certificate's is what CloudFormation makes up when it heard of none. */
    @Override
    public Step delete(ResourceRequest request) {
        String id = request.physicalId();
        if (!Certificates.isId(id)) {
            return new Done(id);
        }
        giveUp(id, secret(request));
        if (certificates.remove(id)) {
            return new Done(id);
        }
        if (request.progress().count(CONFLICTS) == MAX_CONFLICTS) {
            throw new WorkFailure(
                    "Certificate %s cannot be deleted, attached to it are %s"
                            .formatted(id, certificates.attachments(id)));
        }
        return new Later(
                PAUSE, "certificate " + id + " is detached", request.progress().counted(CONFLICTS));
    }

    /**
     * Sees to it that the secret's current version is not of a certificate that goes: the version
     * before takes its place, if its certificate works. That is so when a rotation is rolled back;
     * when a device goes for good, there is none to go back to.
     */
    private void giveUp(String certificateId, DeviceSecret secret) {
        Optional<Version> current = secret.current().filter(now -> now.isOf(certificateId));
        if (current.isEmpty()) {
            return;
        }
        secret.previous()
                .filter(before -> before.certificateArn() != null)
                .filter(before -> certificates.isActive(Certificates.idOf(before.certificateArn())))
                .ifPresent(before -> secret.moveCurrent(current.get(), before));
    }

    /**
     * Removes a certificate whose keys nobody has.
     *
     * @throws WorkFailure if it is left, with its id
     */
    private void withdraw(Credentials credentials, DeviceSecret secret, SdkException cause) {
        String id = credentials.certificateId();
        String problem = "";
        try {
            // The call may have been carried out though it failed.
            giveUp(id, secret);
            if (certificates.remove(id)) {
                return;
            }
        } catch (SdkException e) {
            problem = ": " + Reasons.codeOf(e);
        }
        throw new WorkFailure(
                "Cannot write credentials into %s: %s. Certificate %s, whose key nobody has, is left%s"
                        .formatted(secret, Reasons.codeOf(cause), id, problem),
                id);
    }

    private Step again(Version written, DeviceSecret secret) {
        String arn = written.certificateArn();
        if (arn == null || !certificates.isActive(Certificates.idOf(arn))) {
            throw new WorkFailure(
                    "Version %s of %s, which this request wrote before, holds no credentials that work"
                            .formatted(written.id(), secret));
        }
        return done(arn);
    }

    private void setThingType(ResourceRequest request) {
        String type = request.properties().find("ThingTypeName");
        if (type == null) {
            return;
        }
        String thing = request.properties().text("ThingName");
        try {
            iot.updateThing(call -> call.thingName(thing).thingTypeName(type));
        } catch (SdkException e) {
            throw new WorkFailure(
                    "Cannot make thing %s one of type %s: %s"
                            .formatted(thing, type, Reasons.codeOf(e)));
        }
    }

    private static WorkFailure notWritten(String thing, DeviceSecret secret, SdkException cause) {
        return new WorkFailure(
                "Cannot write the credentials of %s into %s: %s"
                        .formatted(thing, secret, Reasons.codeOf(cause)));
    }

    private static Done done(String arn) {
        String id = Certificates.idOf(arn);
        return new Done(id, Map.of("CertificateArn", arn, "CertificateId", id));
    }

    private DeviceSecret secret(ResourceRequest request) {
        return new DeviceSecret(secrets, request.properties().text("SecretArn"));
    }
}
