package io.pythoflow.infra.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pythoflow.contract.table.TableDefinition;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.infra.testing.Synth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrawlerTest {

    private static final LakeTemplate TEMPLATE = LakeTemplate.of(Synth.of(Synth.DEFAULTS));
    private static final JsonNode CRAWLER = TEMPLATE.resource("AWS::Glue::Crawler");
    private static final JsonNode PROPERTIES = CRAWLER.path("Properties");

    @Test
    void looksAtTheTablesAndNotAtFoldersOfWhichItWouldMakeTablesOfItsOwn() {
        JsonNode targets = PROPERTIES.path("Targets");
        List<String> tables =
                TEMPLATE.of("AWS::Glue::Table").entrySet().stream()
                        .filter(
                                table ->
                                        Tables.ALL.stream()
                                                .map(TableDefinition::name)
                                                .anyMatch(name -> name.equals(name(table))))
                        .map(Map.Entry::getKey)
                        .toList();

        assertThat(targets.size()).isOne();
        assertThat(targets.path("CatalogTargets")).hasSize(1);
        assertThat(targets.at("/CatalogTargets/0/Tables"))
                .as("views have no files, and AWS Glue refuses them")
                .extracting(reference -> reference.path("Ref").asText())
                .containsExactlyInAnyOrderElementsOf(tables);
    }

    @Test
    void changesAndDeletesNothingBecauseTheJobRefusesTablesThatDiffer() throws Exception {
        JsonNode configuration =
                new ObjectMapper().readTree(PROPERTIES.path("Configuration").asText());

        assertThat(PROPERTIES.at("/SchemaChangePolicy/UpdateBehavior").asText()).isEqualTo("LOG");
        assertThat(PROPERTIES.at("/SchemaChangePolicy/DeleteBehavior").asText()).isEqualTo("LOG");
        assertThat(configuration.path("Version").asText()).isEqualTo("1.0");
        assertThat(configuration.at("/CrawlerOutput/Partitions/AddOrUpdateBehavior").asText())
                .isEqualTo("InheritFromTable");
        assertThat(configuration.at("/Grouping/TableGroupingPolicy").asText())
                .as("the only one for such targets")
                .isEqualTo("CombineCompatibleSchemas");
    }

    @Test
    void runsWhenToldToUnlessAScheduleIsConfigured() {
        LakeTemplate daily = LakeTemplate.of(Synth.of("crawler_schedule = \"cron(15 3 * * ? *)\""));

        assertThat(PROPERTIES.has("Schedule")).isFalse();
        assertThat(
                        daily.resource("AWS::Glue::Crawler")
                                .at("/Properties/Schedule/ScheduleExpression")
                                .asText())
                .isEqualTo("cron(15 3 * * ? *)");
    }

    @Test
    void waitsForWhatItsRoleMayDoBecauseGlueTriesIt() {
        assertThat(CRAWLER.path("DependsOn"))
                .extracting(JsonNode::asText)
                .anyMatch(id -> id.startsWith("CrawlerRoleDefaultPolicy"))
                .anyMatch(id -> id.matches("CrawlerRole[0-9A-F]{8}"));
    }

    @Test
    void mayNeitherMakeNorDropATableNorWriteAFile() {
        JsonNode policy = TEMPLATE.resource("AWS::IAM::Policy", "CrawlerRole");
        JsonNode role = TEMPLATE.resource("AWS::IAM::Role", "CrawlerRole");

        assertThat(policy.toString())
                .contains("glue:BatchCreatePartition")
                .doesNotContain("glue:CreateTable")
                .doesNotContain("Delete")
                .doesNotContain("s3:Put")
                .doesNotContain("glue:*");
        assertThat(role.at("/Properties/AssumeRolePolicyDocument/Statement/0/Principal/Service"))
                .hasToString("\"glue.amazonaws.com\"");
    }

    private static String name(Map.Entry<String, JsonNode> table) {
        return table.getValue().at("/Properties/TableInput/Name").asText();
    }
}
