package io.pythoflow.infra.processing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.infra.testing.AwsCalls;
import io.pythoflow.infra.testing.DeployedApp;
import io.pythoflow.infra.testing.Synth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FlinkRunTest {

    private static final String STACK = "Processing";
    private static final String RUN = "Custom::FlinkRun";

    private final Synth defaults = Synth.of(Synth.DEFAULTS);
    private final DeployedApp deployed = new DeployedApp(defaults);

    /** An application cannot be changed while it starts. */
    @Test
    void theApplicationIsStartedOnceItIsWhole() {
        JsonNode run = defaults.resources(STACK, RUN).values().iterator().next();

        assertThat(run.path("DependsOn"))
                .extracting(JsonNode::asText)
                .containsAll(
                        defaults.resources(STACK, "AWS::KinesisAnalyticsV2::Application").keySet())
                .containsAll(
                        defaults.resources(
                                        STACK,
                                        "AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption")
                                .keySet())
                .containsAll(policiesOfTheFunction());
    }

    /** CloudFormation asks the function only when one of its properties changes. */
    @Test
    void aNewJarIsAwaitedToo() {
        assertThat(run(defaults).path("CodeKey").asText())
                .isNotEmpty()
                .isEqualTo(
                        deployed.only(STACK, "AWS::KinesisAnalyticsV2::Application")
                                .findValue("FileKey")
                                .asText());
    }

    @Test
    void soIsEveryOtherChangeOfTheApplication() {
        String before = definition(defaults);

        assertThat(before)
                .as("what other stacks make is in it as it is deployed")
                .contains(DeployedApp.IOT_ADDRESS, "subnet-", "sg-");
        assertThat(definition(Synth.of("parallelism = 2"))).isNotEqualTo(before);
        assertThat(definition(Synth.of("slots = 7"))).isNotEqualTo(before);
    }

    /** Two syntheses of one file are one template, or each deploy would change something. */
    @Test
    void nothingElseIsAChange() {
        assertThat(Synth.of("# The same.").template(STACK)).isEqualTo(defaults.template(STACK));
    }

    @Test
    void theFileDecidesWhetherItStartsAndWhatStateItMayLeave() {
        assertThat(run(defaults).path("StartOnDeploy").asText()).isEqualTo("true");
        assertThat(run(defaults).path("AllowNonRestoredState").asText()).isEqualTo("false");

        JsonNode other = run(Synth.of(Environments.EVERYTHING));
        assertThat(other.path("StartOnDeploy").asText()).isEqualTo("false");
        assertThat(other.path("AllowNonRestoredState").asText()).isEqualTo("true");
    }

    @Test
    void itsFunctionMayDoWhatItDoesToThisApplicationAndNothingElse() {
        Set<String> allowed = new TreeSet<>();
        for (JsonNode statement : statementsOfTheFunction()) {
            Set<String> actions = new TreeSet<>();
            (statement.path("Action").isArray()
                            ? statement.path("Action").valueStream()
                            : Stream.of(statement.path("Action")))
                    .forEach(action -> actions.add(action.asText()));
            if (actions.stream().anyMatch(action -> action.startsWith("kinesisanalytics:"))) {
                assertThat(statement.path("Resource").asText())
                        .isEqualTo(
                                "arn:aws:kinesisanalytics:us-east-1:123456789012:application/pythoflow-dev");
            }
            allowed.addAll(actions);
        }
        Set<String> called = new TreeSet<>(AwsCalls.ofHandler("FlinkRunHandler"));
        called.addAll(Set.of("logs:CreateLogStream", "logs:PutLogEvents"));

        assertThat(allowed).isEqualTo(called);
    }

    private List<JsonNode> statementsOfTheFunction() {
        return policiesOfTheFunction().stream()
                .map(id -> defaults.resources(STACK, "AWS::IAM::Policy").get(id))
                .map(policy -> policy.at("/Properties/PolicyDocument/Statement"))
                .flatMap(JsonNode::valueStream)
                .map(statement -> deployed.value(STACK, statement))
                .toList();
    }

    private Set<String> policiesOfTheFunction() {
        JsonNode function =
                defaults.resources(STACK, "AWS::Lambda::Function").values().iterator().next();
        String role = function.at("/Properties/Role/Fn::GetAtt/0").asText();
        return defaults.resources(STACK, "AWS::IAM::Policy").entrySet().stream()
                .filter(
                        policy ->
                                policy.getValue()
                                        .at("/Properties/Roles/0/Ref")
                                        .asText()
                                        .equals(role))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static String definition(Synth synth) {
        return run(synth).path("Configuration").asText();
    }

    private static JsonNode run(Synth synth) {
        return new DeployedApp(synth).only(STACK, RUN).path("Properties");
    }
}
