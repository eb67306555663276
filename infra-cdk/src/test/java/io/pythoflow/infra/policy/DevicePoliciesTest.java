package io.pythoflow.infra.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pythoflow.infra.Names;
import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.InfraConfigReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DevicePoliciesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final InfraConfig CONFIG = config("dev");
    private static final PageCheck CHECK =
            new PageCheck(PolicyPage.read(), Names.sharedGroup(CONFIG));

    @Test
    void allowExactlyWhatThePageSays() {
        assertThat(CHECK.violations(documents(CONFIG, PageCheck.ARN_PREFIX))).isEmpty();
        assertThat(CHECK.questions()).isGreaterThan(2000);
    }

    @Test
    void differFromThePageWithAnyPartRemoved() {
        List<String> survivors = new ArrayList<>();
        int mutants =
                mutate(
                        survivors,
                        statement ->
                                Stream.of(
                                                removals(statement, "Action"),
                                                removals(statement, "Resource"),
                                                Stream.<Mutation>of(
                                                        new Mutation(
                                                                "no Condition",
                                                                it -> it.remove("Condition"))),
                                                conditionRemovals(statement))
                                        .flatMap(mutations -> mutations)
                                        .toList());
        assertThat(survivors).isEmpty();
        assertThat(mutants).isGreaterThan(80);
    }

    @Test
    void differFromThePageWithAnyPartWidened() {
        List<String> survivors = new ArrayList<>();
        int mutants =
                mutate(
                        survivors,
                        statement -> {
                            List<Mutation> mutations = new ArrayList<>();
                            for (int i = 0; i < statement.path("Resource").size(); i++) {
                                mutations.addAll(widenings(statement, i));
                            }
                            for (IotAction action : IotAction.values()) {
                                if (!statement.path("Action").toString().contains(action.key())) {
                                    mutations.add(
                                            new Mutation(
                                                    action.key() + " on everything",
                                                    it -> {
                                                        it.putArray("Action").add(action.key());
                                                        it.putArray("Resource").add("*");
                                                    }));
                                }
                            }
                            return mutations;
                        });
        assertThat(survivors).isEmpty();
        assertThat(mutants).isGreaterThan(150);
    }

    @Test
    void areAsShortAsAwsWantsThemUnderTheLongestNames() {
        InfraConfig longest = config("e".repeat(20));
        documents(longest, "arn:aws-us-gov:iot:ap-northeast-1:111122223333:")
                .forEach(
                        (who, documents) ->
                                assertThat(documents)
                                        .as(who)
                                        .hasSizeLessThanOrEqualTo(IotPolicy.MAXIMUM_OF_CERTIFICATE)
                                        .allSatisfy(
                                                document ->
                                                        assertThat(document.toString())
                                                                .hasSizeLessThanOrEqualTo(
                                                                        IotPolicy
                                                                                .MAXIMUM_CHARACTERS)));
    }

    @Test
    void nameOnlyTheirOwnAccountAndRegionAndNoLoneWildcard() {
        documents(CONFIG, PageCheck.ARN_PREFIX)
                .values()
                .forEach(
                        documents ->
                                documents.forEach(
                                        document ->
                                                document.findValues("Resource")
                                                        .forEach(
                                                                resources ->
                                                                        assertThat(resources)
                                                                                .allMatch(
                                                                                        DevicePoliciesTest
                                                                                                ::isOwn))));
    }

    private static boolean isOwn(JsonNode resource) {
        return resource.asText().startsWith(PageCheck.ARN_PREFIX)
                && !resource.asText().endsWith(":*")
                && !resource.asText().endsWith("/*");
    }

    /** A change of one statement. */
    private record Mutation(String name, Consumer<ObjectNode> change) {}

    /** Tries every mutation of every statement alone; the survivors are those nobody noticed. */
    private static int mutate(
            List<String> survivors, Function<JsonNode, List<Mutation>> mutations) {
        int tried = 0;
        Map<String, List<JsonNode>> original = documents(CONFIG, PageCheck.ARN_PREFIX);
        for (Map.Entry<String, List<JsonNode>> entry : original.entrySet()) {
            for (int i = 0; i < entry.getValue().size(); i++) {
                JsonNode statements = entry.getValue().get(i).path("Statement");
                for (int j = 0; j < statements.size(); j++) {
                    for (Mutation mutation : mutations.apply(statements.get(j))) {
                        Map<String, List<JsonNode>> mutant =
                                documents(CONFIG, PageCheck.ARN_PREFIX);
                        JsonNode document = mutant.get(entry.getKey()).get(i);
                        mutation.change().accept((ObjectNode) document.path("Statement").get(j));
                        tried++;
                        if (CHECK.violations(mutant).findAny().isEmpty()) {
                            survivors.add(entry.getKey() + " " + j + " " + mutation.name());
                        }
                    }
                }
            }
        }
        return tried;
    }

    private static Stream<Mutation> removals(JsonNode statement, String field) {
        return Stream.iterate(0, i -> i < statement.path(field).size(), i -> i + 1)
                .map(
                        i ->
                                new Mutation(
                                        "without " + statement.path(field).get(i).asText(),
                                        it -> ((ArrayNode) it.path(field)).remove(i)));
    }

    private static Stream<Mutation> conditionRemovals(JsonNode statement) {
        return statement.path("Condition").properties().stream()
                .map(
                        operator ->
                                new Mutation(
                                        "without " + operator,
                                        it ->
                                                ((ObjectNode) it.path("Condition"))
                                                        .remove(operator.getKey())));
    }

    private static List<Mutation> widenings(JsonNode statement, int index) {
        String resource = statement.path("Resource").get(index).asText();
        String kind = resource.substring(0, resource.indexOf('/') + 1);
        List<String> wider = new ArrayList<>(List.of(kind + "*"));
        if (!resource.endsWith("*")) {
            wider.add(resource + "*");
        }
        if (resource.contains("${")) {
            wider.add(resource.replaceAll("\\$\\{[^}]*}", "*"));
            wider.add(resource.replaceAll("(\\$\\{[^}]*})-?\\*?", "$1*"));
        }
        if (resource.contains("$share/")) {
            wider.add(resource.replaceAll("\\$share/[^/]*/", "\\$share/*/"));
        }
        return wider.stream()
                .map(
                        wide ->
                                new Mutation(
                                        resource + " as " + wide,
                                        it ->
                                                ((ArrayNode) it.path("Resource"))
                                                        .set(
                                                                index,
                                                                JSON.getNodeFactory()
                                                                        .textNode(wide))))
                .toList();
    }

    private static Map<String, List<JsonNode>> documents(InfraConfig config, String arnPrefix) {
        Map<String, List<JsonNode>> documents = new LinkedHashMap<>();
        documents.put("gateway", documents(DevicePolicies.ofGateways(config), arnPrefix));
        documents.put("compute", documents(DevicePolicies.ofCompute(config), arnPrefix));
        documents.put("operator", documents(DevicePolicies.ofOperator(config), arnPrefix));
        return documents;
    }

    private static List<JsonNode> documents(List<IotPolicy> policies, String arnPrefix) {
        return policies.stream()
                .<JsonNode>map(policy -> JSON.valueToTree(policy.document(arnPrefix)))
                .toList();
    }

    private static InfraConfig config(String environment) {
        return InfraConfigReader.read(
                "test.tfvars", "environment = \"" + environment + "\"", Path.of("."));
    }
}
