package io.pythoflow.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pythoflow.contract.codec.Schemas;
import io.pythoflow.contract.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The AsyncAPI document names the topics that the code has, and schemas that exist. */
class AsyncApiTest {

    private static JsonNode api;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream yaml = AsyncApiTest.class.getResourceAsStream("asyncapi.yaml")) {
            api = new YAMLMapper().readTree(yaml);
        }
    }

    @Test
    void isAsyncApi3() {
        assertThat(api.path("asyncapi").asText()).isEqualTo("3.0.0");
        assertThat(api.path("info").path("title").asText()).isEqualTo("PythoFlow");
    }

    @Test
    void channelsAreTheTopics() {
        assertThat(members(api.path("channels")).map(AsyncApiTest::filterOf))
                .containsExactlyInAnyOrder(
                        Topics.SENSOR_DATA_FILTER,
                        Topics.GATEWAY_STATUS,
                        Topics.ERRORS,
                        Topics.DIAGNOSTICS,
                        Topics.COMMAND_FILTER,
                        Topics.COMMAND_ACK_FILTER,
                        Topics.SYSTEM_UPDATES);
    }

    @Test
    void theJobReceivesWhatItSubscribesTo() {
        List<String> received = new ArrayList<>(Topics.INGEST_FILTERS);
        received.add(Topics.SYSTEM_UPDATES);

        assertThat(filtersOf("receive")).containsExactlyInAnyOrderElementsOf(received);
        assertThat(filtersOf("send"))
                .containsExactlyInAnyOrder(Topics.COMMAND_FILTER, Topics.SYSTEM_UPDATES);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = api.findValuesAsText("$ref");

        assertThat(references).isNotEmpty();
        assertThat(references)
                .allSatisfy(
                        reference -> {
                            if (reference.startsWith("#")) {
                                assertThat(api.at(reference.substring(1)).isMissingNode())
                                        .as(reference)
                                        .isFalse();
                            } else {
                                assertThat(getClass().getResource(reference))
                                        .as(reference)
                                        .isNotNull();
                            }
                        });
    }

    @Test
    void everySchemaIsNamed() throws IOException, URISyntaxException {
        TreeSet<String> named = new TreeSet<>(api.findValuesAsText("$ref"));
        Path folder =
                Path.of(
                                Objects.requireNonNull(
                                                getClass().getResource("schema/common.schema.json"))
                                        .toURI())
                        .getParent();

        try (Stream<Path> files = Files.list(folder)) {
            // The archive is written by a rule, and no message.
            assertThat(
                            files.map(file -> "schema/" + file.getFileName())
                                    .filter(file -> !file.startsWith("schema/archived-")))
                    .filteredOn(file -> !file.contains("common"))
                    .allSatisfy(file -> assertThat(named).contains(file));
        }
    }

    @Test
    void everySchemaInTheCodeHasItsFile() {
        for (String schema : Schemas.ALL) {
            String name = schema.substring("pythoflow.".length()).replace('/', '-');
            assertThat(Schema.named(name).document().at("/properties/schema/const").asText())
                    .isEqualTo(schema);
        }
    }

    private static Stream<String> filtersOf(String action) {
        return members(api.path("operations"))
                .filter(operation -> operation.path("action").asText().equals(action))
                .map(operation -> operation.at("/channel/$ref").asText().substring(1))
                .map(pointer -> filterOf(api.at(pointer)));
    }

    private static String filterOf(JsonNode channel) {
        return channel.path("address").asText().replaceAll("\\{[a-z_]+}", "+");
    }

    private static Stream<JsonNode> members(JsonNode object) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(object.elements(), 0), false);
    }
}
