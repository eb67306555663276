package io.pythoflow.job.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.property.LakeProperties.Creation;
import io.pythoflow.contract.table.HiveFormat;
import io.pythoflow.contract.table.PrestoView;
import io.pythoflow.contract.table.TableDefinition;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.contract.table.View;
import io.pythoflow.contract.table.Views;
import io.pythoflow.job.testing.FaultyProxy.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

class CatalogCheckTest {

    private static final List<LakeTable> TABLES =
            Tables.ALL.stream()
                    .map(table -> new LakeTable(table, "s3://lake/" + table.name()))
                    .toList();
    private static final List<String> NAMES =
            Stream.concat(
                            Tables.ALL.stream().map(TableDefinition::name),
                            Views.ALL.stream().map(View::name))
                    .toList();

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir private static Path folder;
    private static GlueServer glue;

    @BeforeAll
    static void startGlue() {
        glue = GlueServer.start(folder);
    }

    @AfterAll
    static void stopGlue() {
        glue.close();
    }

    @BeforeEach
    void emptyGlue() {
        glue.reset();
    }

    @Test
    void makesDatabaseTablesAndViewsAndFindsThemAsTheyAreToBe() {
        check(Creation.TRUE);

        assertThat(names()).containsExactlyInAnyOrderElementsOf(NAMES);
        assertThatCode(() -> check(Creation.FALSE)).doesNotThrowAnyException();
        Table view = glue.table("environment");
        assertThat(view.tableType()).isEqualTo("VIRTUAL_VIEW");
        assertThat(view.parameters())
                .containsEntry("presto_view", "true")
                .containsEntry("comment", "Presto View");
        assertThat(view.viewOriginalText()).startsWith("/* Presto View: ");
        assertThat(view.storageDescriptor().serdeInfo()).isNotNull();
    }

    @Test
    void withoutLeaveToMakeThemNamesEverythingThatIsMissing() {
        assertThatThrownBy(() -> check(Creation.FALSE))
                .isInstanceOf(CatalogException.class)
                .hasMessageStartingWith(
                        "Database 'iot_data_catalog' of the catalogue is not as the job needs it:")
                .hasMessageContaining("\n  - database 'iot_data_catalog' is missing")
                .satisfies(
                        e ->
                                assertThat(NAMES)
                                        .allSatisfy(
                                                name ->
                                                        assertThat(e)
                                                                .hasMessageContaining(
                                                                        "'%s' is missing"
                                                                                .formatted(name))))
                .hasMessageEndingWith("with catalog.create = true.");
        assertThat(glue.proxy().requests()).noneMatch(request -> request.startsWith("Create"));
    }

    @Test
    void addsColumnsThatTheContractHasSinceAndKeepsWhatSomebodySet() {
        check(Creation.TRUE);
        change(
                "readings",
                input ->
                        input.description("Ours")
                                .owner("analysts")
                                .parameters(Map.of("classification", "parquet", "note", "kept"))
                                .storageDescriptor(
                                        storage -> {
                                            Table found = glue.table("readings");
                                            var columns = found.storageDescriptor().columns();
                                            storage.columns(columns.subList(0, columns.size() - 2))
                                                    .location(found.storageDescriptor().location())
                                                    .inputFormat(HiveFormat.INPUT_FORMAT)
                                                    .outputFormat(HiveFormat.OUTPUT_FORMAT)
                                                    .serdeInfo(
                                                            found.storageDescriptor().serdeInfo());
                                        }));

        assertThatThrownBy(() -> check(Creation.FALSE))
                .hasMessageContaining("table 'readings' lacks topic string, firmware string");
        check(Creation.TRUE);

        Table mended = glue.table("readings");
        assertThat(mended.storageDescriptor().columns())
                .extracting(column -> column.name())
                .endsWith("flags", "topic", "firmware");
        assertThat(mended.description()).isEqualTo("Ours");
        assertThat(mended.owner()).isEqualTo("analysts");
        assertThat(mended.parameters()).containsEntry("note", "kept");
    }

    @Test
    void neverChangesWhatIsThereAndThenMakesNothingElseEither() {
        check(Creation.TRUE);
        change("readings", input -> input.tableType("MANAGED_TABLE"));
        change(
                "sensor_aggregates",
                input ->
                        input.storageDescriptor(
                                glue.table("sensor_aggregates").storageDescriptor().toBuilder()
                                        .location("s3://elsewhere/")
                                        .build()));
        glue.client()
                .deleteTable(
                        request ->
                                request.databaseName(GlueServer.DATABASE)
                                        .name("rejected_messages"));

        assertThatThrownBy(() -> check(Creation.TRUE))
                .isInstanceOf(CatalogException.class)
                .hasMessageContaining("table 'readings' has type 'MANAGED_TABLE'")
                .hasMessageContaining("table 'sensor_aggregates' has location 's3://elsewhere/'")
                .hasMessageContaining("table 'rejected_messages' is missing")
                .hasMessageContaining("is never changed by the job");
        assertThat(names()).doesNotContain("rejected_messages");
    }

    @Test
    void replacesTheTextOfAViewOnlyWithLeave() {
        check(Creation.TRUE);
        String text = glue.table("environment").viewOriginalText();
        change("environment", input -> input.viewOriginalText("/* Presto View: b2xk */"));

        assertThatThrownBy(() -> check(Creation.FALSE))
                .hasMessageContaining("view 'environment' has another text");
        check(Creation.TRUE);

        assertThat(glue.table("environment").viewOriginalText()).isEqualTo(text);
    }

    @Test
    void replacesAViewThatIsForAnotherNameOfTheCatalogueOnlyWithLeave() {
        check(Creation.TRUE);

        assertThatThrownBy(() -> check(Creation.FALSE, "farm"))
                .hasMessageContaining(
                        "\n  - view 'environment' is stored for catalog.name = 'awsdatacatalog', not"
                                + " 'farm'")
                .hasMessageContaining("\n  - view 'sensor_aggregates_latest' is stored for")
                .hasMessageEndingWith("a view is replaced, with catalog.create = true.");
        assertThat(catalogOf("environment")).contains("awsdatacatalog");
        check(Creation.TRUE, "farm");

        assertThat(catalogOf("environment")).contains("farm");
        assertThat(catalogOf("sensor_aggregates_latest")).contains("farm");
        assertThatCode(() -> check(Creation.FALSE, "farm")).doesNotThrowAnyException();
    }

    @Test
    void aTableUnderAViewsNameIsLeftAlone() {
        check(Creation.TRUE);
        change("environment", input -> input.tableType(HiveFormat.TABLE_TYPE));

        assertThatThrownBy(() -> check(Creation.TRUE))
                .hasMessageContaining("'environment' has type 'EXTERNAL_TABLE': must be a view");
    }

    @Test
    void aViewThatTrinoWouldNotRecogniseIsMended() {
        check(Creation.TRUE);
        change("environment", input -> input.parameters(Map.of("note", "kept")));

        assertThatThrownBy(() -> check(Creation.FALSE))
                .hasMessageContaining("view 'environment' has another set of parameters");
        check(Creation.TRUE);

        assertThat(glue.table("environment").parameters())
                .containsAllEntriesOf(PrestoView.PARAMETERS)
                .containsEntry("note", "kept");
    }

    @Test
    void jobsThatStartAtTheSameTimeDoNotFailEachOther() {
        List<CompletableFuture<Void>> starts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            starts.add(CompletableFuture.runAsync(() -> check(Creation.TRUE)));
        }

        assertThat(starts).allSatisfy(start -> assertThat(start).succeedsWithin(TIMEOUT));
        assertThat(names()).containsExactlyInAnyOrderElementsOf(NAMES);
    }

    @Test
    void whatAnotherJobMadeInBetweenIsLookedAtAgain() {
        glue.proxy().next("CreateDatabase", new Fault.Refused(400, "AlreadyExistsException"));
        glue.proxy().next("CreateTable", new Fault.Refused(400, "ConcurrentModificationException"));

        check(Creation.TRUE);

        assertThat(names()).containsExactlyInAnyOrderElementsOf(NAMES);
    }

    @Test
    void aThrottledRequestIsTriedAgain() {
        glue.proxy().next("GetDatabase", new Fault.Refused(400, "ThrottlingException"));
        glue.proxy().next("CreateTable", new Fault.Refused(500, "InternalServiceException"));

        check(Creation.TRUE);

        assertThat(names()).containsExactlyInAnyOrderElementsOf(NAMES);
    }

    @Test
    void aRefusalIsSaidWithWhatToDo() {
        glue.proxy().begin(new Fault.Refused(400, "AccessDeniedException"));

        assertThatThrownBy(() -> check(Creation.TRUE))
                .isInstanceOf(CatalogException.class)
                .hasMessageStartingWith(
                        "Cannot check database 'iot_data_catalog' of the catalogue: allow the job's role");
    }

    private static void check(Creation creation) {
        check(creation, PrestoView.ATHENA_CATALOG);
    }

    private static void check(Creation creation, String catalogName) {
        List<PrestoView> views =
                Views.ALL.stream()
                        .map(view -> PrestoView.of(view, catalogName, GlueServer.DATABASE))
                        .toList();
        CatalogCheck.run(glue.settings(), TABLES, views, creation);
    }

    private static Optional<String> catalogOf(String view) {
        return PrestoView.catalogOf(glue.table(view).viewOriginalText());
    }

    private static List<String> names() {
        return glue
                .client()
                .getTablesPaginator(request -> request.databaseName(GlueServer.DATABASE))
                .stream()
                .flatMap(page -> page.tableList().stream())
                .map(Table::name)
                .toList();
    }

    /** Changes a table as somebody with a console might. */
    private static void change(String name, UnaryOperator<TableInput.Builder> change) {
        TableInput as = TableInputs.extended(glue.table(name), List.of());
        glue.client()
                .updateTable(
                        request ->
                                request.databaseName(GlueServer.DATABASE)
                                        .tableInput(change.apply(as.toBuilder()).build()));
    }
}
