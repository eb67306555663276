package io.pythoflow.infra.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pythoflow.infra.Names;
import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.InfraConfigReader;
import io.pythoflow.infra.testing.DeviceTemplate;
import io.pythoflow.infra.testing.DeviceTemplate.Certificate;
import io.pythoflow.infra.testing.Synth;
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
    private static final Synth SYNTH = Synth.of(Synth.DEFAULTS);
    private static final PageCheck CHECK =
            new PageCheck(PolicyPage.read(), Names.sharedGroup(SYNTH.config()));
    private static final Map<String, List<JsonNode>> SYNTHESISED = synthesised();

    @Test
    void allowExactlyWhatThePageSays() {
        assertThat(CHECK.violations(SYNTHESISED)).isEmpty();
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
        InfraConfig longest =
                InfraConfigReader.read(
                        "test.tfvars", "environment = \"" + "e".repeat(20) + "\"", Path.of("."));
        generated(longest, "arn:aws-us-gov:iot:ap-northeast-1:111122223333:")
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
        SYNTHESISED
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
        for (Map.Entry<String, List<JsonNode>> entry : SYNTHESISED.entrySet()) {
            for (int i = 0; i < entry.getValue().size(); i++) {
                JsonNode statements = entry.getValue().get(i).path("Statement");
                for (int j = 0; j < statements.size(); j++) {
                    for (Mutation mutation : mutations.apply(statements.get(j))) {
                        Map<String, List<JsonNode>> mutant = synthesised();
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

    /** Of the template, a copy that may be changed. */
    private static Map<String, List<JsonNode>> synthesised() {
        DeviceTemplate template = DeviceTemplate.of(SYNTH);
        Map<String, List<JsonNode>> documents = new LinkedHashMap<>();
        PageCheck.THINGS.forEach(
                (who, thing) -> {
                    List<Certificate> certificates = template.certificates(thing);
                    assertThat(certificates).as(thing).hasSize(1);
                    documents.put(who, template.documents(certificates.get(0).policies()));
                });
        return documents;
    }

    private static Map<String, List<JsonNode>> generated(InfraConfig config, String arnPrefix) {
        return Map.of(
                "gateway", documents(DevicePolicies.ofGateways(config), arnPrefix),
                "compute", documents(DevicePolicies.ofCompute(config), arnPrefix),
                "operator", documents(DevicePolicies.ofOperator(config), arnPrefix));
    }

    private static List<JsonNode> documents(List<IotPolicy> policies, String arnPrefix) {
        return policies.stream()
                .<JsonNode>map(policy -> JSON.valueToTree(policy.document(arnPrefix)))
                .toList();
    }
}
