package io.pythoflow.infra.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pythoflow.contract.property.LakeProperties.Creation;
import io.pythoflow.contract.table.Column;
import io.pythoflow.contract.table.PrestoView;
import io.pythoflow.contract.table.TableDefinition;
import io.pythoflow.contract.table.TableDefinition.Root;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.contract.table.View;
import io.pythoflow.contract.table.Views;
import io.pythoflow.contract.testing.MotoServer;
import io.pythoflow.infra.testing.Synth;
import io.pythoflow.job.config.LakeConfig;
import io.pythoflow.job.lake.catalog.CatalogCheck;
import io.pythoflow.job.lake.catalog.CatalogException;
import io.pythoflow.job.lake.catalog.GlueSettings;
import io.pythoflow.job.lake.catalog.LakeTable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the job, which makes nothing itself on AWS, starts with what the stack makes. */
class CatalogTest {

    private static final String DATABASE = "field_lake";
    private static final String COLUMNS = "/StorageDescriptor/Columns";

    private static final LakeTemplate TEMPLATE =
            LakeTemplate.of(Synth.of("glue_database = \"" + DATABASE + "\""));

    @TempDir private static Path folder;
    private static MotoServer moto;

    @BeforeAll
    static void startGlue() {
        moto = MotoServer.start(folder);
    }

    @AfterAll
    static void stopGlue() {
        moto.close();
    }

    @BeforeEach
    void forget() throws Exception {
        moto.reset();
    }

    @Test
    void theJobStartsWithTheTablesAndViewsOfTheStack() throws Exception {
        deploy(tables());

        assertThatCode(CatalogTest::start).doesNotThrowAnyException();
    }

    @Test
    void theJobDoesNotStartWhereOneColumnHasAnotherType() throws Exception {
        List<ObjectNode> tables = tables();
        ObjectNode column = (ObjectNode) named(tables, "readings").at(COLUMNS).get(3);
        column.put("Type", "int");
        deploy(tables);

        assertThatThrownBy(CatalogTest::start)
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("table 'readings' has column 'zone_id' 'int'");
    }

    @Test
    void theJobDoesNotStartWhereOneViewIsMissing() throws Exception {
        List<ObjectNode> tables =
                tables().stream()
                        .filter(table -> !table.path("Name").asText().equals("zone_water"))
                        .toList();
        deploy(tables);

        assertThatThrownBy(CatalogTest::start)
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("view 'zone_water' is missing");
    }

    @Test
    void everyTableAndViewOfTheContractIsThereAndNoOther() {
        assertThat(tables())
                .extracting(table -> table.path("Name").asText())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(
                                        Tables.ALL.stream().map(TableDefinition::name),
                                        Views.ALL.stream().map(View::name))
                                .toList());
    }

    @Test
    void columnsHaveTheTypesAndMeaningsOfTheContract() {
        for (TableDefinition table : Tables.ALL) {
            ObjectNode made = named(tables(), table.name());

            assertThat(columns(made.at(COLUMNS)))
                    .isEqualTo(table.columns().stream().map(CatalogTest::words).toList());
            assertThat(columns(made.path("PartitionKeys")))
                    .isEqualTo(table.partitionKeys().stream().map(CatalogTest::words).toList());
        }
        for (View view : Views.ALL) {
            assertThat(columns(named(tables(), view.name()).at(COLUMNS)))
                    .isEqualTo(view.columns().stream().map(CatalogTest::words).toList());
        }
    }

    @Test
    void locationsEndInASlashSoThatOneTableIsNotTheBeginningOfAnother() {
        for (TableDefinition table : Tables.ALL) {
            assertThat(named(tables(), table.name()).at("/StorageDescriptor/Location").asText())
                    .isEqualTo(
                            "s3://the-data/%s/%s/"
                                    .formatted(
                                            table.root() == Root.RAW ? "raw" : "aggregated",
                                            table.name()));
        }
    }

    @Test
    void viewsHaveAnEmptySerDeWithoutWhichAthenaRefusesThem() {
        for (View view : Views.ALL) {
            ObjectNode made = named(tables(), view.name());

            assertThat(made.path("StorageDescriptor").path("SerdeInfo").isObject()).isTrue();
            assertThat(made.path("TableType").asText()).isEqualTo("VIRTUAL_VIEW");
            assertThat(made.path("Parameters").path("presto_view").asText()).isEqualTo("true");
            assertThat(made.path("Parameters").path("comment").asText()).isEqualTo("Presto View");
        }
    }

    @Test
    void viewsAskTheDatabaseOfTheEnvironment() {
        String text = named(tables(), "environment").path("ViewOriginalText").asText();

        assertThat(PrestoView.catalogOf(text)).contains("awsdatacatalog");
        assertThat(text)
                .isEqualTo(
                        PrestoView.of(Views.ENVIRONMENT, "awsdatacatalog", DATABASE)
                                .originalText());
    }

    @Test
    void partitionsAreRegisteredAndNotProjectedWhichWouldHideTheJobsOwn() {
        assertThat(tables())
                .allSatisfy(
                        table ->
                                assertThat(table.path("Parameters").has("projection.enabled"))
                                        .isFalse());
    }

    private static List<ObjectNode> tables() {
        return TEMPLATE.properties("AWS::Glue::Table").stream()
                .map(table -> (ObjectNode) table.path("TableInput").deepCopy())
                .toList();
    }

    private static ObjectNode named(List<ObjectNode> tables, String name) {
        return tables.stream()
                .filter(table -> table.path("Name").asText().equals(name))
                .findAny()
                .orElseThrow();
    }

    private static List<String> columns(JsonNode columns) {
        return StreamSupport.stream(columns.spliterator(), false)
                .map(
                        column ->
                                "%s %s: %s"
                                        .formatted(
                                                column.path("Name").asText(),
                                                column.path("Type").asText(),
                                                column.path("Comment").asText()))
                .toList();
    }

    private static String words(Column column) {
        return "%s %s: %s".formatted(column.name(), column.type().hiveName(), column.meaning());
    }

    /** A template speaks of tables as the requests of Glue do. */
    private static void deploy(List<ObjectNode> tables) throws Exception {
        ObjectNode database = JsonNodeFactory.instance.objectNode();
        database.set("DatabaseInput", TEMPLATE.only("AWS::Glue::Database").path("DatabaseInput"));
        moto.glue("CreateDatabase", database.toString());
        for (ObjectNode table : tables) {
            ObjectNode request = JsonNodeFactory.instance.objectNode();
            request.put("DatabaseName", DATABASE).set("TableInput", table);
            moto.glue("CreateTable", request.toString());
        }
    }

    /** What the job does before anything else. */
    private static void start() {
        LakeConfig lake =
                new LakeConfig(
                        root(Root.RAW),
                        root(Root.AGGREGATED),
                        DATABASE,
                        1,
                        Duration.ZERO,
                        Optional.empty());
        CatalogCheck.run(
                new GlueSettings(DATABASE, moto.endpoint()),
                Tables.ALL.stream()
                        .map(table -> new LakeTable(table, lake.location(table).toString()))
                        .toList(),
                Views.ALL.stream()
                        .map(view -> PrestoView.of(view, PrestoView.ATHENA_CATALOG, DATABASE))
                        .toList(),
                Creation.FALSE);
    }

    private static URI root(Root root) {
        return URI.create("s3://" + LakeTemplate.DATA + "/" + LakeLayout.prefix(root));
    }
}
