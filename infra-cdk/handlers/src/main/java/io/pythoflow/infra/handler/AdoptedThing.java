package io.pythoflow.infra.handler;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.CertificateDescription;
import software.amazon.awssdk.services.iot.model.CertificateStatus;
import software.amazon.awssdk.services.iot.model.DescribeThingResponse;
import software.amazon.awssdk.services.iot.model.InvalidRequestException;
import software.amazon.awssdk.services.iot.model.PrincipalThingObject;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iot.model.ThingPrincipalType;

/**
 * A thing and a certificate that exist already, made fit for this project's policies: the thing has
 * its type and attributes, the certificate is attached to it and to no other.
 *
 * <p>Properties: {@code ThingName}; {@code ThingTypeName}; {@code CertificateArn}; {@code
 * Attributes}, a map that is merged with what the thing has. Attribute: {@code ThingArn}.
 *
 * <p>A certificate that is attached, but not exclusively, is detached and attached again, which
 * cannot be done in one call: for some seconds a device that connects is refused.
 *
 * <p>Deletion leaves both as they are and takes back the thing type alone, since a type that has
 * things cannot be deleted. The attributes stay: a running device's policy refers to them, and this
 * resource may be deleted after another has taken its place.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/iot/latest/apireference/API_AttachThingPrincipal.html">AttachThingPrincipal</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/iot/latest/apireference/API_UpdateThing.html">UpdateThing</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/iot/latest/apireference/API_DeleteThingType.html">DeleteThingType</a>
 */
final class AdoptedThing implements ResourceWork {

    /** "It might take several seconds for the detachment to propagate": DetachThingPrincipal. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    static final int MAX_LOOKS = 24;

    private static final String DETACHED = "detached";

    private final IotClient iot;
    private final Certificates certificates;

    AdoptedThing(IotClient iot) {
        this.iot = iot;
        certificates = new Certificates(iot);
    }

    @Override
    public Step create(ResourceRequest request) {
        String thing = request.properties().text("ThingName");
        String certificate = request.properties().text("CertificateArn");
        String thingArn =
                find(thing)
                        .map(DescribeThingResponse::thingArn)
                        .orElseThrow(
                                () -> new WorkFailure("Thing %s does not exist".formatted(thing)));
        checkActive(certificate);
        List<PrincipalThingObject> attached =
                iot
                        .listPrincipalThingsV2Paginator(call -> call.principal(certificate))
                        .principalThingObjects()
                        .stream()
                        .toList();
        checkOfNoOther(certificate, thing, attached);
        Progress progress = request.progress();
        if (attached.isEmpty()) {
            Optional<Later> later = attach(certificate, thing, progress);
            if (later.isPresent()) {
                return later.get();
            }
        } else if (attached.get(0).thingPrincipalType() != ThingPrincipalType.EXCLUSIVE_THING) {
            return detach(certificate, thing, progress);
        }
        describe(request, thing);
        return new Done("adopted:" + thing, Map.of("ThingArn", thingArn));
    }

    @Override
    public Step update(ResourceRequest request) {
        return create(request);
    }

    @Override
    public Step delete(ResourceRequest request) {
        String thing = request.properties().text("ThingName");
        String type = request.properties().text("ThingTypeName");
        if (find(thing).filter(found -> type.equals(found.thingTypeName())).isPresent()) {
            try {
                iot.updateThing(call -> call.thingName(thing).removeThingType(true));
            } catch (ResourceNotFoundException e) {
                // It went in between.
                return new Done(request.physicalId());
            }
        }
        return new Done(request.physicalId());
    }

    private void checkActive(String certificate) {
        CertificateDescription found =
                certificates
                        .find(Certificates.idOf(certificate))
                        .orElseThrow(
                                () ->
                                        new WorkFailure(
                                                "Certificate %s does not exist"
                                                        .formatted(certificate)));
        if (found.status() != CertificateStatus.ACTIVE) {
            throw new WorkFailure(
                    "Certificate %s is %s instead of ACTIVE"
                            .formatted(certificate, found.statusAsString()));
        }
    }

    private static void checkOfNoOther(
            String certificate, String thing, List<PrincipalThingObject> attached) {
        List<String> others =
                attached.stream()
                        .map(PrincipalThingObject::thingName)
                        .filter(name -> !name.equals(thing))
                        .toList();
        if (!others.isEmpty()) {
            throw new WorkFailure(
                    "Certificate %s is attached to %s too: a certificate must belong to %s alone, detach it there"
                            .formatted(certificate, others, thing));
        }
    }

    private Later detach(String certificate, String thing, Progress progress) {
        if (progress.count(DETACHED) == 0) {
            iot.detachThingPrincipal(call -> call.thingName(thing).principal(certificate));
        }
        if (progress.count(DETACHED) == MAX_LOOKS) {
            throw new WorkFailure(
                    "Certificate %s is attached to %s still, %d s after it was detached"
                            .formatted(certificate, thing, MAX_LOOKS * PAUSE.toSeconds()));
        }
        return detaching(certificate, progress);
    }

    /** Nothing if it is attached now. */
    private Optional<Later> attach(String certificate, String thing, Progress progress) {
        try {
            attach(certificate, thing, ThingPrincipalType.EXCLUSIVE_THING);
            return Optional.empty();
        } catch (InvalidRequestException e) {
            // The detachment may not be seen everywhere.
            if (progress.has(DETACHED) && progress.count(DETACHED) < MAX_LOOKS) {
                return Optional.of(detaching(certificate, progress));
            }
            throw notAttached(certificate, thing, progress, e);
        } catch (SdkException e) {
            throw notAttached(certificate, thing, progress, e);
        }
    }

    /** Puts back what was detached: a device that could connect before can do so again. */
    private WorkFailure notAttached(
            String certificate, String thing, Progress progress, SdkException cause) {
        String state = "";
        if (progress.has(DETACHED)) {
            try {
                attach(certificate, thing, ThingPrincipalType.NON_EXCLUSIVE_THING);
                state = " It is attached as it was.";
            } catch (SdkException e) {
                state = " It is DETACHED now, attach it by hand: " + Reasons.of(e);
            }
        }
        return new WorkFailure(
                "Cannot attach certificate %s exclusively to %s: %s.%s"
                        .formatted(certificate, thing, Reasons.of(cause), state));
    }

    private void attach(String certificate, String thing, ThingPrincipalType type) {
        iot.attachThingPrincipal(
                call -> call.thingName(thing).principal(certificate).thingPrincipalType(type));
    }

    private static Later detaching(String certificate, Progress progress) {
        return new Later(
                PAUSE, "certificate " + certificate + " is detached", progress.counted(DETACHED));
    }

    /** Sets type and attributes; an empty value removes an attribute that an update left out. */
    private void describe(ResourceRequest request, String thing) {
        Map<String, String> attributes = new HashMap<>();
        request.oldProperties()
                .map("Attributes")
                .keySet()
                .forEach(name -> attributes.put(name, ""));
        attributes.putAll(request.properties().map("Attributes"));
        String type = request.properties().text("ThingTypeName");
        iot.updateThing(
                call ->
                        call.thingName(thing)
                                .thingTypeName(type)
                                .attributePayload(
                                        payload -> payload.attributes(attributes).merge(true)));
    }

    private Optional<DescribeThingResponse> find(String thing) {
        try {
            return Optional.of(iot.describeThing(call -> call.thingName(thing)));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }
}
