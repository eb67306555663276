package io.pythoflow.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.infra.testing.Synth;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What holds for all stacks together; each of these was a failed deployment somewhere. */
class InfraAppTest {

    private static final String GIVEN_ROLES =
            """
            existing_role_arns = { default = "arn:aws:iam::123456789012:role/LabRole" }
            asset_bucket       = "assets-of-the-class"
            """;

    @Test
    void stacksCarryTheEnvironment() {
        assertThat(Synth.of("environment = \"field\"").output().resolve("manifest.json"))
                .content()
                .contains(
                        "pythoflow-field-lake",
                        "pythoflow-field-network",
                        "pythoflow-field-devices",
                        "pythoflow-field-processing",
                        "pythoflow-field-monitoring");
    }

    @Test
    void whereRolesAreGivenNothingOfIamIsMade() {
        assertThat(typesOf(Synth.of(GIVEN_ROLES))).noneMatch(type -> type.startsWith("AWS::IAM::"));
        assertThat(typesOf(Synth.of(Synth.DEFAULTS))).contains("AWS::IAM::Role");
    }

    @Test
    void whereRolesAreGivenTheCallersCredentialsDeploy() {
        Synth given = Synth.of(GIVEN_ROLES);

        assertThat(given.output().resolve("manifest.json"))
                .content()
                .doesNotContain("assumeRoleArn", "cloudFormationExecutionRoleArn")
                .contains("assets-of-the-class");
        assertThat(Synth.of(Synth.DEFAULTS).output().resolve("manifest.json"))
                .content()
                .contains("assumeRoleArn", "cloudFormationExecutionRoleArn");
    }

    @Test
    void noTemplateHoldsAKey() {
        Synth.of(Synth.DEFAULTS)
                .templates()
                .forEach(
                        (stack, template) ->
                                assertThat(template.toString())
                                        .as(stack)
                                        .doesNotContain("BEGIN ", "PRIVATE KEY"));
    }

    @Test
    void availabilityZonesAreLiterals() {
        // With Fn::GetAZs a subnet can move to another zone, which replaces it and all in it.
        assertThat(Synth.of(Synth.DEFAULTS).template("Network").toString())
                .doesNotContain("Fn::GetAZs");
    }

    private static List<String> typesOf(Synth synth) {
        return synth.templates().values().stream()
                .map(template -> template.path("Resources"))
                .flatMap(
                        resources ->
                                StreamSupport.stream(resources.properties().spliterator(), false))
                .map(Map.Entry::getValue)
                .map((JsonNode resource) -> resource.path("Type").asText())
                .toList();
    }
}
