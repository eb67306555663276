package io.pythoflow.infra.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.infra.config.DeviceResources;
import io.pythoflow.infra.config.InfraConfig.Devices;
import io.pythoflow.infra.config.InfraConfigReader;
import io.pythoflow.infra.config.Things;
import io.pythoflow.infra.testing.DeviceTemplate;
import io.pythoflow.infra.testing.DeviceTemplate.Certificate;
import io.pythoflow.infra.testing.Synth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceStackTest {

    private static final String EXISTING = existing("a");

    /** Gateways: 000 adopted, 001 rotated, 002 adopted and given a certificate of ours, 003 new. */
    private static final String MIXED =
            """
            number_of_gateways = 4
            certificate_generations = {
              "irrigation-gateway-001" = [1, 2]
              "irrigation-gateway-002" = [1]
            }
            existing_certificate_arns = {
              "irrigation-gateway-000" = "%s"
              "irrigation-gateway-002" = "%s"
              "irrigation-compute" = "%s"
            }
            """
                    .formatted(EXISTING, existing("b"), existing("c"));

    private static final String GIVEN_ROLES =
            """
            existing_role_arns = { default = "arn:aws:iam::123456789012:role/LabRole" }
            asset_bucket = "assets"
            iot_log_level = "disabled"
            """;

    private static final int MOST = InfraConfigReader.MAXIMUM_GATEWAYS;

    private static String existing(String digit) {
        return "arn:aws:iot:us-east-1:123456789012:cert/" + digit.repeat(64);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, InfraConfigReader.MAXIMUM_GATEWAYS})
    void everyDeviceHasAThingASecretAndACertificateOfItsOwn(int gateways) {
        DeviceTemplate template = template("number_of_gateways = " + gateways);
        List<String> things =
                Stream.concat(
                                IntStream.range(0, gateways)
                                        .mapToObj("irrigation-gateway-%03d"::formatted),
                                Stream.of("irrigation-compute", "irrigation-operator"))
                        .toList();

        assertThat(template.properties("AWS::IoT::Thing", "ThingName").keySet())
                .containsExactlyInAnyOrderElementsOf(things);
        assertThat(template.properties("AWS::SecretsManager::Secret", "Name").keySet())
                .containsExactlyInAnyOrderElementsOf(
                        things.stream().map("dev/iot/"::concat).toList());
        assertThat(template.certificates())
                .extracting(Certificate::thing)
                .containsExactlyInAnyOrderElementsOf(things);
        assertThat(template.certificates())
                .allSatisfy(
                        certificate -> {
                            assertThat(certificate.attachment()).isEqualTo("EXCLUSIVE_THING");
                            assertThat(certificate.policies())
                                    .isEqualTo(policies(certificate.thing()));
                        });
    }

    private static List<String> policies(String thing) {
        return switch (thing) {
            case "irrigation-compute" ->
                    List.of("pythoflow-dev-compute", "pythoflow-dev-compute-shared");
            case "irrigation-operator" -> List.of("pythoflow-dev-operator");
            default -> List.of("pythoflow-dev-gateway");
        };
    }

    @Test
    void aGatewaysThingSaysItsNumber() {
        Map<String, JsonNode> things =
                template(Synth.DEFAULTS).properties("AWS::IoT::Thing", "ThingName");
        assertThat(attributes(things.get("irrigation-gateway-001")))
                .isEqualTo("{\"number\":\"001\",\"environment\":\"dev\",\"type\":\"gateway\"}");
        assertThat(attributes(things.get("irrigation-compute")))
                .isEqualTo("{\"environment\":\"dev\",\"type\":\"compute\"}");
    }

    private static String attributes(JsonNode thing) {
        return thing.path("AttributePayload").path("Attributes").toString();
    }

    @Test
    void theMostGatewaysFitIntoATemplateWhileEightOfThemAreRotated() {
        Synth synth = Synth.of(rotating(MOST, 8));
        assertThat(DeviceTemplate.of(synth).certificates()).hasSize(MOST + 2 + 8);
        assertThat(synth.template("Devices").path("Resources").size())
                .isEqualTo(DeviceResources.of(synth.config().devices()))
                .isEqualTo(DeviceResources.MOST);
        assertThatThrownBy(() -> Synth.of(rotating(MOST, 9)))
                .hasMessageContaining(
                        "would have 503 resources, and CloudFormation takes 500: let fewer things");
    }

    @Test
    void resourcesAreCountedBeforeTheyAreSynthesised() {
        for (String variables : List.of(Synth.DEFAULTS, MIXED)) {
            Synth synth = Synth.of(variables);
            assertThat(synth.template("Devices").path("Resources").size())
                    .isEqualTo(DeviceResources.of(synth.config().devices()));
        }
    }

    @Test
    void aFleetOfFiftyEightCanBeRotatedAtOnce() {
        assertThat(DeviceResources.of(devices(rotating(58, 60)))).isLessThan(DeviceResources.MOST);
        assertThatThrownBy(() -> devices(rotating(59, 61))).hasMessageContaining("resources");
    }

    private static Devices devices(String variables) {
        return InfraConfigReader.read("test.tfvars", variables, Path.of(".")).devices();
    }

    private static String rotating(int gateways, int rotated) {
        return Things.all(gateways).stream()
                .limit(rotated)
                .map("\"%s\" = [1, 2]"::formatted)
                .collect(
                        Collectors.joining(
                                "\n",
                                "number_of_gateways = %d\ncertificate_generations = {\n"
                                        .formatted(gateways),
                                "\n}"));
    }

    @Test
    void aNewGenerationIsMadeAfterTheOldAndStandsBesideIt() {
        DeviceTemplate template = template(MIXED);
        List<Certificate> certificates = template.certificates("irrigation-gateway-001");
        assertThat(certificates).hasSize(2);
        assertThat(certificates)
                .allSatisfy(
                        certificate ->
                                assertThat(certificate.policies())
                                        .containsExactly("pythoflow-dev-gateway"));
        Map<String, JsonNode> made = template.of("Custom::DeviceCertificate");
        String first = generation(made, "irrigation-gateway-001", "1");
        String second = generation(made, "irrigation-gateway-001", "2");
        assertThat(dependencies(made.get(second))).contains(first);
        assertThat(dependencies(made.get(first))).doesNotContain(second);
    }

    @Test
    void revokingTheOldGenerationLeavesTheNewAsItIs() {
        DeviceTemplate before = template(MIXED);
        DeviceTemplate after = template(MIXED.replace("[1, 2]", "[2]"));
        for (String type :
                List.of(
                        "Custom::DeviceCertificate",
                        "AWS::IoT::ThingPrincipalAttachment",
                        "AWS::IoT::PolicyPrincipalAttachment")) {
            Set<String> gone = new HashSet<>(before.of(type).keySet());
            gone.removeAll(after.of(type).keySet());
            assertThat(gone).as(type).hasSize(1);
            after.of(type)
                    .forEach(
                            (id, resource) ->
                                    assertThat(resource.path("Properties"))
                                            .as(id)
                                            .isEqualTo(before.of(type).get(id).path("Properties")));
        }
    }

    @Test
    void thingsMadeElsewhereAreAdoptedWithTheirCertificates() {
        DeviceTemplate template = template(MIXED);
        assertThat(template.properties("AWS::IoT::Thing", "ThingName").keySet())
                .containsExactly(
                        "irrigation-gateway-001", "irrigation-gateway-003", "irrigation-operator");
        assertThat(template.certificates("irrigation-gateway-000"))
                .containsExactly(
                        new Certificate(
                                EXISTING,
                                "irrigation-gateway-000",
                                "EXCLUSIVE_THING",
                                List.of("pythoflow-dev-gateway")));
        assertThat(template.properties("AWS::SecretsManager::Secret", "Name").keySet())
                .doesNotContain("dev/iot/irrigation-gateway-000");
        JsonNode adopted =
                template.properties("Custom::AdoptedThing", "ThingName")
                        .get("irrigation-gateway-000");
        assertThat(adopted.path("Attributes").path("number").asText()).isEqualTo("000");
        assertThat(adopted.path("ThingTypeName").asText()).isEqualTo("pythoflow-dev-gateway");
    }

    @Test
    void theJobGetsACertificateOfOursBesideTheAdoptedOne() {
        DeviceTemplate template = template(MIXED);
        assertThat(template.certificates("irrigation-compute")).hasSize(2);
        assertThat(template.properties("AWS::SecretsManager::Secret", "Name"))
                .containsKey("dev/iot/irrigation-compute");
    }

    @Test
    void anAdoptedGatewayCanBeGivenACertificateOfOurs() {
        DeviceTemplate template = template(MIXED);
        assertThat(template.certificates("irrigation-gateway-002")).hasSize(2);
        assertThat(template.properties("AWS::SecretsManager::Secret", "Name"))
                .containsKey("dev/iot/irrigation-gateway-002");
    }

    @Test
    void namesDoNotMeetThoseThatTheOriginalGave() {
        DeviceTemplate template = template(MIXED);
        assertThat(template.properties("AWS::IoT::ThingType", "ThingTypeName").keySet())
                .containsExactly(
                        "pythoflow-dev-compute", "pythoflow-dev-gateway", "pythoflow-dev-operator");
        assertThat(template.properties("AWS::IoT::Policy", "PolicyName").keySet())
                .allMatch(name -> name.startsWith("pythoflow-dev-"));
    }

    @Test
    void aThingTypeIsDeletedAfterItsThings() {
        DeviceTemplate template = template(Synth.DEFAULTS);
        assertThat(template.of("AWS::IoT::Thing").values())
                .allSatisfy(
                        thing ->
                                assertThat(dependencies(thing))
                                        .anyMatch(template.of("AWS::IoT::ThingType")::containsKey));
    }

    @Test
    void noKeyIsInATemplateAndSecretsAreLeftToTheHandler() {
        Synth synth = Synth.of(MIXED);
        synth.templates()
                .forEach(
                        (stack, template) ->
                                assertThat(template.toString())
                                        .as(stack)
                                        .doesNotContain("BEGIN ")
                                        .doesNotContainIgnoringCase("PrivateKey"));
        assertThat(DeviceTemplate.of(synth).of("AWS::SecretsManager::Secret").values())
                .allSatisfy(
                        secret -> {
                            assertThat(secret.path("Properties").has("SecretString")).isFalse();
                            assertThat(secret.path("Properties").has("GenerateSecretString"))
                                    .isFalse();
                            assertThat(secret.path("DeletionPolicy").asText()).isEqualTo("Delete");
                        });
    }

    @Test
    void handlersMayDoTheirWorkAndNothingElse() {
        assertThat(allowed(template(MIXED)))
                .containsExactlyInAnyOrder(
                        "iot:CreateKeysAndCertificate on *",
                        "iot:ListAttachedPolicies on *",
                        "iot:AttachThingPrincipal on cert/*",
                        "iot:DeleteCertificate on cert/*",
                        "iot:DescribeCertificate on cert/*",
                        "iot:DetachPolicy on cert/*",
                        "iot:DetachThingPrincipal on cert/*",
                        "iot:ListPrincipalThings on cert/*",
                        "iot:ListPrincipalThingsV2 on cert/*",
                        "iot:UpdateCertificate on cert/*",
                        "iot:DescribeThing on thing/irrigation-*",
                        "iot:UpdateThing on thing/irrigation-*",
                        "secretsmanager:GetSecretValue on secret:dev/iot/*",
                        "secretsmanager:PutSecretValue on secret:dev/iot/*",
                        "secretsmanager:UpdateSecretVersionStage on secret:dev/iot/*",
                        "logs:CreateLogGroup on log-group:AWSIotLogsV2",
                        "logs:CreateLogStream on log-group:AWSIotLogsV2",
                        "logs:PutLogEvents on log-group:AWSIotLogsV2",
                        "logs:PutMetricFilter on log-group:AWSIotLogsV2",
                        "logs:PutRetentionPolicy on log-group:AWSIotLogsV2",
                        "logs:CreateLogGroup on log-group:AWSIotLogsV2:*",
                        "logs:CreateLogStream on log-group:AWSIotLogsV2:*",
                        "logs:PutLogEvents on log-group:AWSIotLogsV2:*",
                        "logs:PutMetricFilter on log-group:AWSIotLogsV2:*",
                        "logs:PutRetentionPolicy on log-group:AWSIotLogsV2:*",
                        "lambda:InvokeFunction on a resource of the template",
                        "logs:CreateLogStream on a resource of the template",
                        "logs:PutLogEvents on a resource of the template");
    }

    /** Distinct {@code action on resource}, ARNs without partition, service, region and account. */
    private static Set<String> allowed(DeviceTemplate template) {
        Set<String> allowed = new HashSet<>();
        template.of("AWS::IAM::Policy")
                .values()
                .forEach(
                        policy ->
                                policy.path("Properties")
                                        .path("PolicyDocument")
                                        .path("Statement")
                                        .forEach(
                                                statement ->
                                                        list(statement.path("Action"))
                                                                .forEach(
                                                                        action ->
                                                                                list(statement.path(
                                                                                                "Resource"))
                                                                                        .forEach(
                                                                                                resource ->
                                                                                                        allowed
                                                                                                                .add(
                                                                                                                        action
                                                                                                                                        .asText()
                                                                                                                                + " on "
                                                                                                                                + name(
                                                                                                                                        resource))))));
        return allowed;
    }

    private static String name(JsonNode resource) {
        if (resource.isTextual()) {
            return resource.asText();
        }
        if (resource.has("Fn::Join")) {
            List<JsonNode> parts = list(resource.path("Fn::Join").path(1));
            return parts.get(parts.size() - 1).asText().substring(1);
        }
        return "a resource of the template";
    }

    private static List<JsonNode> list(JsonNode node) {
        List<JsonNode> elements = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(elements::add);
        } else {
            elements.add(node);
        }
        return elements;
    }

    @Test
    void iotCoreLogsAtTheLevelThatIsConfiguredAndNotWhereItIsDisabled() {
        assertThat(template(Synth.DEFAULTS).of("AWS::IoT::Logging").values())
                .singleElement()
                .satisfies(
                        logging ->
                                assertThat(
                                                logging.path("Properties")
                                                        .path("DefaultLogLevel")
                                                        .asText())
                                        .isEqualTo("ERROR"));
        assertThat(template(GIVEN_ROLES).of("AWS::IoT::Logging")).isEmpty();
    }

    @Test
    void whereRolesAreGivenNoneIsMade() {
        DeviceTemplate template = template(GIVEN_ROLES);
        assertThat(template.of("AWS::IAM::Role")).isEmpty();
        assertThat(template.of("AWS::IAM::Policy")).isEmpty();
        assertThat(template.certificates()).hasSize(4);
    }

    @Test
    void oneCommandFetchesTheCredentialsOfEachKindOfDevice() {
        JsonNode outputs =
                Synth.of("number_of_gateways = " + MOST).template("Devices").path("Outputs");
        for (String who : List.of("Gateway", "Compute", "Operator")) {
            assertThat(outputs.path("Retrieve" + who + "CredentialsCommand").path("Value").asText())
                    .as(who)
                    .contains("secretsmanager get-secret-value")
                    .hasSizeBetween(200, 4096);
        }
        String adopted =
                Synth.of(MIXED)
                        .template("Devices")
                        .path("Outputs")
                        .path("RetrieveGatewayCredentialsCommand")
                        .path("Value")
                        .asText();
        assertThat(adopted).contains("irrigation-gateway-001").doesNotContain("gateway-000");
    }

    private static String generation(
            Map<String, JsonNode> certificates, String thing, String generation) {
        return certificates.entrySet().stream()
                .filter(entry -> entry.getKey().contains(thing.replace("-", "")))
                .filter(
                        entry ->
                                entry.getValue()
                                        .path("Properties")
                                        .path("Generation")
                                        .asText()
                                        .equals(generation))
                .map(Map.Entry::getKey)
                .findAny()
                .orElseThrow();
    }

    private static List<String> dependencies(JsonNode resource) {
        return list(resource.path("DependsOn")).stream().map(JsonNode::asText).toList();
    }

    private static DeviceTemplate template(String variables) {
        return DeviceTemplate.of(Synth.of(variables));
    }
}
