package io.pythoflow.infra.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.infra.testing.Synth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class AnalystPolicyTest {

    private static final String CATALOG = "arn:aws:glue:us-east-1:123456789012:";

    private static final JsonNode POLICY = policy();

    @Test
    void nothingIsWrittenButAnswers() {
        Map<String, Set<String>> writes = new TreeMap<>();
        allowed()
                .forEach(
                        (action, resources) -> {
                            if (!action.matches(".*:(BatchGet|Get|List).*")) {
                                writes.put(action, resources);
                            }
                        });

        assertThat(writes)
                .containsOnlyKeys(
                        "athena:StartQueryExecution",
                        "athena:StopQueryExecution",
                        "s3:AbortMultipartUpload",
                        "s3:PutObject");
        assertThat(writes.get("s3:PutObject")).containsExactly("arn:aws:s3:::the-results/*");
        assertThat(writes.get("s3:AbortMultipartUpload"))
                .containsExactly("arn:aws:s3:::the-results/*");
        assertThat(writes.get("athena:StartQueryExecution"))
                .containsExactly("arn:aws:athena:us-east-1:123456789012:workgroup/pythoflow-dev");
    }

    @Test
    void readsTheFilesOfTheTablesAndNothingElseOfTheBucket() {
        assertThat(allowed().get("s3:GetObject"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(
                                        Tables.ALL.stream()
                                                .map(
                                                        table ->
                                                                "arn:aws:s3:::the-data/%s/*"
                                                                        .formatted(
                                                                                LakeLayout.prefix(
                                                                                        table))),
                                        Stream.of("arn:aws:s3:::the-results/*"))
                                .toList());
        assertThat(
                        statements()
                                .filter(statement -> statement.has("Condition"))
                                .map(statement -> statement.at("/Condition/StringLike/s3:prefix")))
                .singleElement()
                .satisfies(
                        prefixes ->
                                assertThat(prefixes)
                                        .extracting(JsonNode::asText)
                                        .contains("raw/readings/*")
                                        .doesNotContain("archive/*", "*"));
    }

    @Test
    void readsEveryTableAndViewOfTheDatabaseByName() {
        assertThat(allowed().get("glue:GetTable"))
                .contains(
                        CATALOG + "catalog",
                        CATALOG + "database/iot_data_catalog",
                        CATALOG + "table/iot_data_catalog/readings",
                        CATALOG + "table/iot_data_catalog/zone_water")
                .noneMatch(resource -> resource.contains("*"));
    }

    @Test
    void onlyListingIsAllowedOnEverything() {
        assertThat(allowed())
                .allSatisfy(
                        (action, resources) -> {
                            if (resources.contains("*")) {
                                assertThat(action).startsWith("athena:List");
                            }
                        });
    }

    /** Resources by action. */
    private static Map<String, Set<String>> allowed() {
        Map<String, Set<String>> allowed = new TreeMap<>();
        statements()
                .forEach(
                        statement ->
                                texts(statement.path("Action"))
                                        .forEach(
                                                action ->
                                                        allowed.computeIfAbsent(
                                                                        action,
                                                                        a -> new TreeSet<>())
                                                                .addAll(
                                                                        texts(
                                                                                statement.path(
                                                                                        "Resource")))));
        return allowed;
    }

    private static List<String> texts(JsonNode oneOrMany) {
        return oneOrMany.isArray()
                ? StreamSupport.stream(oneOrMany.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : List.of(oneOrMany.asText());
    }

    private static Stream<JsonNode> statements() {
        return StreamSupport.stream(POLICY.at("/PolicyDocument/Statement").spliterator(), false);
    }

    private static JsonNode policy() {
        LakeTemplate template = LakeTemplate.of(Synth.of(Synth.DEFAULTS));
        template.of("AWS::Athena::WorkGroup")
                .keySet()
                .forEach(id -> template.with(id, "pythoflow-dev"));
        return template.only("AWS::IAM::ManagedPolicy");
    }
}
