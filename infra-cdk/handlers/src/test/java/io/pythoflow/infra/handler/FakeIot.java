package io.pythoflow.infra.handler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.AttachThingPrincipalRequest;
import software.amazon.awssdk.services.iot.model.AttachThingPrincipalResponse;
import software.amazon.awssdk.services.iot.model.CertificateStateException;
import software.amazon.awssdk.services.iot.model.CertificateStatus;
import software.amazon.awssdk.services.iot.model.CreateKeysAndCertificateRequest;
import software.amazon.awssdk.services.iot.model.CreateKeysAndCertificateResponse;
import software.amazon.awssdk.services.iot.model.DeleteCertificateRequest;
import software.amazon.awssdk.services.iot.model.DeleteCertificateResponse;
import software.amazon.awssdk.services.iot.model.DeleteConflictException;
import software.amazon.awssdk.services.iot.model.DescribeCertificateRequest;
import software.amazon.awssdk.services.iot.model.DescribeCertificateResponse;
import software.amazon.awssdk.services.iot.model.DescribeEndpointRequest;
import software.amazon.awssdk.services.iot.model.DescribeEndpointResponse;
import software.amazon.awssdk.services.iot.model.DescribeThingRequest;
import software.amazon.awssdk.services.iot.model.DescribeThingResponse;
import software.amazon.awssdk.services.iot.model.DetachPolicyRequest;
import software.amazon.awssdk.services.iot.model.DetachPolicyResponse;
import software.amazon.awssdk.services.iot.model.DetachThingPrincipalRequest;
import software.amazon.awssdk.services.iot.model.DetachThingPrincipalResponse;
import software.amazon.awssdk.services.iot.model.ListAttachedPoliciesRequest;
import software.amazon.awssdk.services.iot.model.ListAttachedPoliciesResponse;
import software.amazon.awssdk.services.iot.model.ListPrincipalThingsRequest;
import software.amazon.awssdk.services.iot.model.ListPrincipalThingsResponse;
import software.amazon.awssdk.services.iot.model.ListPrincipalThingsV2Request;
import software.amazon.awssdk.services.iot.model.ListPrincipalThingsV2Response;
import software.amazon.awssdk.services.iot.model.Policy;
import software.amazon.awssdk.services.iot.model.PrincipalThingObject;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iot.model.ThingPrincipalType;
import software.amazon.awssdk.services.iot.model.UpdateCertificateRequest;
import software.amazon.awssdk.services.iot.model.UpdateCertificateResponse;
import software.amazon.awssdk.services.iot.model.UpdateThingRequest;
import software.amazon.awssdk.services.iot.model.UpdateThingResponse;
import software.amazon.awssdk.services.iot.paginators.ListAttachedPoliciesIterable;
import software.amazon.awssdk.services.iot.paginators.ListPrincipalThingsIterable;
import software.amazon.awssdk.services.iot.paginators.ListPrincipalThingsV2Iterable;

/** As much of IoT Core's registry as the handlers use. Every call that changes it is recorded. */
final class FakeIot implements IotClient {

    /** Starts every PEM of this registry and nothing else. */
    static final String PEM = "-----BEGIN ";

    final Map<String, CertificateStatus> certificates = new LinkedHashMap<>();
    final Map<String, Thing> things = new TreeMap<>();
    final List<String> changes = new ArrayList<>();

    /** By action: what the next calls of it fail with, each once. */
    final Map<String, List<RuntimeException>> failures = new HashMap<>();

    /** How often a certificate counts as attached after its last detachment. */
    int conflicts;

    /** How often a thing is still listed after it was detached. */
    int staleLists;

    private final Map<String, TreeSet<String>> policies = new HashMap<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private @Nullable Attachment stale;

    record Thing(@Nullable String type, Map<String, String> attributes) {}

    private record Attachment(String thing, String arn, ThingPrincipalType type) {}

    static String arn(String id) {
        return "arn:aws:iot:us-east-1:123456789012:cert/" + id;
    }

    /** A certificate id that differs by its number. */
    static String id(int number) {
        return "%064x".formatted(number);
    }

    FakeIot fails(String action, RuntimeException... with) {
        failures.computeIfAbsent(action, key -> new ArrayList<>()).addAll(List.of(with));
        return this;
    }

    FakeIot attach(String thing, String id, ThingPrincipalType type) {
        attachments.add(new Attachment(thing, arn(id), type));
        return this;
    }

    FakeIot attachPolicy(String policy, String id) {
        policies.computeIfAbsent(arn(id), key -> new TreeSet<>()).add(policy);
        return this;
    }

    /** Such as {@code thing EXCLUSIVE_THING}. */
    List<String> attachments(String id) {
        return attachments.stream()
                .filter(attachment -> attachment.arn().equals(arn(id)))
                .map(attachment -> attachment.thing() + " " + attachment.type())
                .toList();
    }

    @Override
    public DescribeEndpointResponse describeEndpoint(DescribeEndpointRequest request) {
        failIfTold("DescribeEndpoint");
        return DescribeEndpointResponse.builder()
                .endpointAddress(request.endpointType().replace(':', '-') + ".iot.example.com")
                .build();
    }

    @Override
    public CreateKeysAndCertificateResponse createKeysAndCertificate(
            CreateKeysAndCertificateRequest request) {
        failIfTold("CreateKeysAndCertificate");
        String id = id(certificates.size() + 1);
        changes.add("create " + id);
        certificates.put(
                id, request.setAsActive() ? CertificateStatus.ACTIVE : CertificateStatus.INACTIVE);
        return CreateKeysAndCertificateResponse.builder()
                .certificateId(id)
                .certificateArn(arn(id))
                .certificatePem(PEM + "CERTIFICATE-----\ncertificate-of-" + id)
                .keyPair(
                        keys ->
                                keys.privateKey(PEM + "RSA PRIVATE KEY-----\nprivate-of-" + id)
                                        .publicKey(PEM + "PUBLIC KEY-----\npublic-of-" + id))
                .build();
    }

    @Override
    public DescribeCertificateResponse describeCertificate(DescribeCertificateRequest request) {
        failIfTold("DescribeCertificate");
        CertificateStatus status = certificates.get(request.certificateId());
        if (status == null) {
            throw notFound();
        }
        return DescribeCertificateResponse.builder()
                .certificateDescription(
                        found ->
                                found.certificateId(request.certificateId())
                                        .certificateArn(arn(request.certificateId()))
                                        .status(status))
                .build();
    }

    @Override
    public UpdateCertificateResponse updateCertificate(UpdateCertificateRequest request) {
        failIfTold("UpdateCertificate");
        changes.add(request.newStatusAsString() + " " + request.certificateId());
        certificates.put(request.certificateId(), request.newStatus());
        return UpdateCertificateResponse.builder().build();
    }

    @Override
    public DeleteCertificateResponse deleteCertificate(DeleteCertificateRequest request) {
        failIfTold("DeleteCertificate");
        String id = request.certificateId();
        if (certificates.get(id) == CertificateStatus.ACTIVE) {
            throw CertificateStateException.builder().message("It is active").build();
        }
        boolean attached =
                !attachments(id).isEmpty()
                        || !policies.getOrDefault(arn(id), new TreeSet<>()).isEmpty();
        if (attached || conflicts-- > 0) {
            throw DeleteConflictException.builder().message("It is attached").build();
        }
        changes.add("delete " + id);
        certificates.remove(id);
        return DeleteCertificateResponse.builder().build();
    }

    @Override
    public ListPrincipalThingsResponse listPrincipalThings(ListPrincipalThingsRequest request) {
        return ListPrincipalThingsResponse.builder()
                .things(attached(request.principal()).map(Attachment::thing).toList())
                .build();
    }

    @Override
    public ListPrincipalThingsIterable listPrincipalThingsPaginator(
            ListPrincipalThingsRequest request) {
        return new ListPrincipalThingsIterable(this, request);
    }

    @Override
    public ListPrincipalThingsV2Response listPrincipalThingsV2(
            ListPrincipalThingsV2Request request) {
        List<PrincipalThingObject> found = new ArrayList<>();
        attached(request.principal()).map(FakeIot::object).forEach(found::add);
        if (stale != null && staleLists-- > 0) {
            found.add(object(stale));
        }
        return ListPrincipalThingsV2Response.builder().principalThingObjects(found).build();
    }

    @Override
    public ListPrincipalThingsV2Iterable listPrincipalThingsV2Paginator(
            ListPrincipalThingsV2Request request) {
        return new ListPrincipalThingsV2Iterable(this, request);
    }

    @Override
    public AttachThingPrincipalResponse attachThingPrincipal(AttachThingPrincipalRequest request) {
        failIfTold("AttachThingPrincipal");
        changes.add("attach " + request.thingName() + " " + request.thingPrincipalTypeAsString());
        attachments.add(
                new Attachment(
                        request.thingName(), request.principal(), request.thingPrincipalType()));
        return AttachThingPrincipalResponse.builder().build();
    }

    @Override
    public DetachThingPrincipalResponse detachThingPrincipal(DetachThingPrincipalRequest request) {
        failIfTold("DetachThingPrincipal");
        changes.add("detach " + request.thingName());
        for (Attachment attachment : List.copyOf(attachments)) {
            if (attachment.thing().equals(request.thingName())
                    && attachment.arn().equals(request.principal())) {
                stale = attachment;
                attachments.remove(attachment);
            }
        }
        return DetachThingPrincipalResponse.builder().build();
    }

    @Override
    public ListAttachedPoliciesResponse listAttachedPolicies(ListAttachedPoliciesRequest request) {
        return ListAttachedPoliciesResponse.builder()
                .policies(
                        policies.getOrDefault(request.target(), new TreeSet<>()).stream()
                                .map(name -> Policy.builder().policyName(name).build())
                                .toList())
                .build();
    }

    @Override
    public ListAttachedPoliciesIterable listAttachedPoliciesPaginator(
            ListAttachedPoliciesRequest request) {
        return new ListAttachedPoliciesIterable(this, request);
    }

    @Override
    public DetachPolicyResponse detachPolicy(DetachPolicyRequest request) {
        failIfTold("DetachPolicy");
        changes.add("detach policy " + request.policyName());
        policies.getOrDefault(request.target(), new TreeSet<>()).remove(request.policyName());
        return DetachPolicyResponse.builder().build();
    }

    @Override
    public DescribeThingResponse describeThing(DescribeThingRequest request) {
        Thing thing = things.get(request.thingName());
        if (thing == null) {
            throw notFound();
        }
        return DescribeThingResponse.builder()
                .thingName(request.thingName())
                .thingArn("arn:aws:iot:us-east-1:123456789012:thing/" + request.thingName())
                .thingTypeName(thing.type())
                .attributes(thing.attributes())
                .build();
    }

    @Override
    public UpdateThingResponse updateThing(UpdateThingRequest request) {
        failIfTold("UpdateThing");
        Thing thing = things.get(request.thingName());
        if (thing == null) {
            throw notFound();
        }
        changes.add("update " + request.thingName());
        Map<String, String> attributes = new TreeMap<>(thing.attributes());
        if (request.attributePayload() != null) {
            if (!request.attributePayload().merge()) {
                attributes.clear();
            }
            attributes.putAll(request.attributePayload().attributes());
            attributes.values().removeIf(String::isEmpty);
        }
        String type = request.thingTypeName() == null ? thing.type() : request.thingTypeName();
        things.put(
                request.thingName(),
                new Thing(
                        Boolean.TRUE.equals(request.removeThingType()) ? null : type, attributes));
        return UpdateThingResponse.builder().build();
    }

    private Stream<Attachment> attached(String arn) {
        return attachments.stream().filter(attachment -> attachment.arn().equals(arn));
    }

    private static PrincipalThingObject object(Attachment attachment) {
        return PrincipalThingObject.builder()
                .thingName(attachment.thing())
                .thingPrincipalType(attachment.type())
                .build();
    }

    private static ResourceNotFoundException notFound() {
        return ResourceNotFoundException.builder().message("Not found").build();
    }

    private void failIfTold(String action) {
        List<RuntimeException> next = failures.getOrDefault(action, new ArrayList<>());
        if (!next.isEmpty()) {
            throw next.remove(0);
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
