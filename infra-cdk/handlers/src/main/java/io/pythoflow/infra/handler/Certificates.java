package io.pythoflow.infra.handler;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.CertificateDescription;
import software.amazon.awssdk.services.iot.model.CertificateStateException;
import software.amazon.awssdk.services.iot.model.CertificateStatus;
import software.amazon.awssdk.services.iot.model.DeleteConflictException;
import software.amazon.awssdk.services.iot.model.Policy;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;

/** Certificates of IoT Core. */
final class Certificates {

    /**
     * @see <a
     *     href="https://docs.aws.amazon.com/iot/latest/apireference/API_CertificateDescription.html">CertificateDescription</a>
     */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    private final IotClient iot;

    Certificates(IotClient iot) {
        this.iot = iot;
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * The id at the end of an ARN.
     *
     * @throws WorkFailure if there is none
     */
    static String idOf(String arn) {
        String id = arn.substring(arn.lastIndexOf('/') + 1);
        if (!isId(id)) {
            throw new WorkFailure("No ARN of a certificate: " + arn);
        }
        return id;
    }

    /**
     * Makes an active one with its keys, which IoT Core shows this once.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/iot/latest/apireference/API_CreateKeysAndCertificate.html">CreateKeysAndCertificate</a>
     */
    Credentials create() {
        return Credentials.of(iot.createKeysAndCertificate(call -> call.setAsActive(true)));
    }

    Optional<CertificateDescription> find(String id) {
        try {
            return Optional.of(
                    iot.describeCertificate(call -> call.certificateId(id))
                            .certificateDescription());
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    boolean isActive(String id) {
        return find(id).filter(found -> found.status() == CertificateStatus.ACTIVE).isPresent();
    }

    /**
     * Deactivates, detaches and deletes one. That it is gone is success.
     *
     * @return false if something counts as attached still: to be called again, for up to five
     *     minutes after a detachment
     * @see <a
     *     href="https://docs.aws.amazon.com/iot/latest/apireference/API_DeleteCertificate.html">DeleteCertificate</a>
     * @see <a
     *     href="https://docs.aws.amazon.com/iot/latest/apireference/API_DeletePolicy.html">DeletePolicy</a>,
     *     for the five minutes
     */
    boolean remove(String id) {
        Optional<CertificateDescription> found = find(id);
        if (found.isEmpty()) {
            return true;
        }
        String arn = found.get().certificateArn();
        try {
            iot.updateCertificate(
                    call -> call.certificateId(id).newStatus(CertificateStatus.INACTIVE));
            things(arn)
                    .forEach(
                            thing ->
                                    iot.detachThingPrincipal(
                                            call -> call.thingName(thing).principal(arn)));
            policies(arn)
                    .forEach(
                            policy ->
                                    iot.detachPolicy(call -> call.policyName(policy).target(arn)));
            iot.deleteCertificate(call -> call.certificateId(id));
            return true;
        } catch (ResourceNotFoundException e) {
            // Something went in between; the next look tells whether it was the certificate.
            return find(id).isEmpty();
        } catch (DeleteConflictException | CertificateStateException e) {
            return false;
        }
    }

    /** What is attached to it, in words. */
    String attachments(String id) {
        return find(id).map(CertificateDescription::certificateArn)
                .map(
                        arn ->
                                Stream.concat(things(arn).stream(), policies(arn).stream())
                                        .toList()
                                        .toString())
                .orElse("[]");
    }

    private List<String> things(String arn) {
        return iot.listPrincipalThingsPaginator(call -> call.principal(arn)).things().stream()
                .toList();
    }

    private List<String> policies(String arn) {
        return iot.listAttachedPoliciesPaginator(call -> call.target(arn)).policies().stream()
                .map(Policy::policyName)
                .toList();
    }
}
