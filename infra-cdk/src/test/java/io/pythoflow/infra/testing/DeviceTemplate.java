package io.pythoflow.infra.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The devices of a template as they are once it is deployed. */
public final class DeviceTemplate {

    /**
     * A certificate.
     *
     * @param arn {@code arn:…:cert/} and its resource's logical id, or that of one made elsewhere
     * @param thing that it is attached to
     * @param attachment {@code EXCLUSIVE_THING}
     * @param policies names of those attached to it
     */
    public record Certificate(String arn, String thing, String attachment, List<String> policies) {}

    private static final String CERTIFICATES =
            "arn:aws:iot:us-east-1:" + Deployed.ACCOUNT + ":cert/";

    private final Synth synth;
    private final Deployed deployed = Deployed.account();

    private DeviceTemplate(Synth synth) {
        this.synth = synth;
        name("AWS::IoT::Thing", "ThingName");
        name("AWS::IoT::ThingType", "ThingTypeName");
        name("AWS::IoT::Policy", "PolicyName");
        name("AWS::SecretsManager::Secret", "Name");
        of("Custom::DeviceCertificate")
                .keySet()
                .forEach(id -> deployed.with(id + ".CertificateArn", CERTIFICATES + id));
    }

    public static DeviceTemplate of(Synth synth) {
        return new DeviceTemplate(synth);
    }

    private void name(String type, String property) {
        of(type).forEach(
                        (id, resource) ->
                                deployed.with(
                                        id, resource.path("Properties").path(property).asText()));
    }

    /** Resources of a type, by their logical ids, as they are in the template. */
    public Map<String, JsonNode> of(String type) {
        return synth.resources("Devices", type);
    }

    /** Properties of every resource of a type, by one of them. */
    public Map<String, JsonNode> properties(String type, String key) {
        Map<String, JsonNode> found = new TreeMap<>();
        of(type).values()
                .forEach(
                        resource -> {
                            JsonNode properties =
                                    deployed.value(without(resource.path("Properties")));
                            found.put(properties.path(key).asText(), properties);
                        });
        return found;
    }

    /** A custom resource's function has no name. */
    private static JsonNode without(JsonNode properties) {
        ObjectNode copy = properties.deepCopy();
        copy.remove("ServiceToken");
        return copy;
    }

    /** Every certificate, those made elsewhere too. */
    public List<Certificate> certificates() {
        List<Certificate> certificates = new ArrayList<>();
        properties("AWS::IoT::ThingPrincipalAttachment", "Principal")
                .forEach(
                        (arn, properties) ->
                                certificates.add(
                                        new Certificate(
                                                arn,
                                                properties.path("ThingName").asText(),
                                                properties.path("ThingPrincipalType").asText(),
                                                policies(arn))));
        properties("Custom::AdoptedThing", "CertificateArn")
                .forEach(
                        (arn, properties) ->
                                certificates.add(
                                        new Certificate(
                                                arn,
                                                properties.path("ThingName").asText(),
                                                "EXCLUSIVE_THING",
                                                policies(arn))));
        return certificates;
    }

    /** Those of a thing. */
    public List<Certificate> certificates(String thing) {
        return certificates().stream().filter(each -> each.thing().equals(thing)).toList();
    }

    private List<String> policies(String certificateArn) {
        List<String> names = new ArrayList<>();
        of("AWS::IoT::PolicyPrincipalAttachment")
                .values()
                .forEach(
                        resource -> {
                            JsonNode properties = deployed.value(resource.path("Properties"));
                            if (properties.path("Principal").asText().equals(certificateArn)) {
                                names.add(properties.path("PolicyName").asText());
                            }
                        });
        return names.stream().sorted().toList();
    }

    /** The documents of policies. */
    public List<JsonNode> documents(List<String> policies) {
        Map<String, JsonNode> known = properties("AWS::IoT::Policy", "PolicyName");
        return policies.stream().map(name -> known.get(name).path("PolicyDocument")).toList();
    }
}
