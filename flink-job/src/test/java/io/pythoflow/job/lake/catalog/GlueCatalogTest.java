package io.pythoflow.job.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.property.LakeProperties.Creation;
import io.pythoflow.contract.table.HiveFormat;
import io.pythoflow.job.lake.catalog.Catalog.Failure;
import io.pythoflow.job.testing.FaultyProxy.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.glue.model.Partition;

/** Against moto's Glue, with failures that it does not make injected before it. */
class GlueCatalogTest {

    private static final String NOON = "dt=2026-06-01/hour=12";
    private static final String ONE = "dt=2026-06-01/hour=13";

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
    void createTheTable() {
        glue.reset();
        CatalogCheck.run(glue.settings(), List.of(GlueTables.READINGS), List.of(), Creation.TRUE);
    }

    @Test
    void registersPartitionsAsTheTableDescribesThem() {
        assertThat(register(List.of(NOON, ONE))).isEmpty();

        assertThat(glue.partitions("readings")).containsExactly("2026-06-01/12", "2026-06-01/13");
        Partition noon = glue.partitionsOf("readings").get(0);
        assertThat(noon.storageDescriptor().location())
                .isEqualTo("s3://lake/raw/readings/dt=2026-06-01/hour=12/");
        assertThat(noon.storageDescriptor().serdeInfo().serializationLibrary())
                .isEqualTo(HiveFormat.SERDE);
        assertThat(noon.storageDescriptor().columns())
                .isEqualTo(glue.table("readings").storageDescriptor().columns());
    }

    @Test
    void whatIsRegisteredAlreadyIsASuccess() {
        register(List.of(NOON));

        assertThat(register(List.of(NOON, ONE))).isEmpty();
        assertThat(glue.partitions("readings")).hasSize(2);
    }

    @Test
    void manyPartitionsGoInPagesOfAHundred() {
        List<String> year =
                IntStream.range(0, 250).mapToObj("dt=2026-06-01/hour=%03d"::formatted).toList();

        assertThat(register(year)).isEmpty();

        assertThat(glue.partitions("readings")).hasSize(250);
        assertThat(glue.proxy().requests())
                .endsWith(
                        "GetTable",
                        "BatchCreatePartition",
                        "BatchCreatePartition",
                        "BatchCreatePartition");
    }

    @Test
    void onlyWhatTheAnswerNamesHasFailed() {
        glue.proxy()
                .next(
                        "BatchCreatePartition",
                        new Fault.Answered(
                                """
                                {"Errors": [
                                  {"PartitionValues": ["2026-06-01", "12"], "ErrorDetail":
                                    {"ErrorCode": "AlreadyExistsException", "ErrorMessage": "There"}},
                                  {"PartitionValues": ["2026-06-01", "13"], "ErrorDetail":
                                    {"ErrorCode": "InternalServiceException", "ErrorMessage": "Oh"}}]}
                                """));

        assertThat(register(List.of(NOON, ONE, "dt=2026-06-01/hour=14")))
                .containsExactly(
                        new Failure(
                                ONE,
                                "Glue has trouble of its own; nothing to do but wait. Glue says: Oh"
                                        + " (InternalServiceException)"));
    }

    @Test
    void anErrorThatNamesNoPartitionIsEveryonesFailure() {
        glue.proxy()
                .next(
                        "BatchCreatePartition",
                        new Fault.Answered(
                                "{\"Errors\": [{\"ErrorDetail\": {\"ErrorCode\": \"Odd\"}}]}"));

        assertThat(register(List.of(NOON, ONE)))
                .extracting(Failure::partition)
                .containsExactlyInAnyOrder(NOON, ONE);
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, too many requests at once",
        "400, ConcurrentModificationException, somebody else changes the table",
        "400, OperationTimeoutException, Glue has trouble of its own",
        "500, InternalServiceException, Glue has trouble of its own",
        "503, ServiceUnavailable, Glue has trouble of its own",
        "400, AccessDeniedException, allow the job's role",
        "400, UnrecognizedClientException, check the credentials",
        "400, GlueEncryptionException, allow the job's role the KMS key",
        "400, ResourceNumberLimitExceededException, a quota of Glue is used up",
        "400, InvalidInputException, compare the table with the contract",
        "400, SomethingNew, check Glue and the job's role"
    })
    void aRefusalFailsThePartitionsOfItsPageAndSaysWhatToDo(
            int status, String code, String remedy) {
        glue.proxy().next("BatchCreatePartition", new Fault.Refused(status, code));

        assertThat(register(List.of(NOON, ONE)))
                .hasSize(2)
                .allSatisfy(
                        failure ->
                                assertThat(failure.reason())
                                        .startsWith(remedy)
                                        .contains("Refused on purpose", code));
        assertThat(register(List.of(NOON, ONE))).as("the next attempt").isEmpty();
    }

    @Test
    void pagesBeforeAFailureStayRegistered() {
        List<String> partitions =
                IntStream.range(0, 120).mapToObj("dt=2026-06-01/hour=%03d"::formatted).toList();
        glue.proxy().next("BatchCreatePartition", new Fault.Answered("{}"));
        glue.proxy().next("BatchCreatePartition", new Fault.Refused(500, "InternalFailure"));

        assertThat(register(partitions))
                .extracting(Failure::partition)
                .isEqualTo(partitions.subList(100, 120));
    }

    @Test
    void aLostAnswerIsAFailureWhoseRepetitionSucceeds() {
        glue.proxy().next("BatchCreatePartition", new Fault.AnswerLost());

        try (Catalog catalog = hasty(glue.proxy().endpoint())) {
            assertThat(catalog.register("readings", List.of(NOON)))
                    .singleElement()
                    .satisfies(
                            failure ->
                                    assertThat(failure.reason()).startsWith("no answer from Glue"));
            assertThat(glue.partitions("readings")).hasSize(1);
            assertThat(catalog.register("readings", List.of(NOON))).isEmpty();
        }
    }

    @Test
    void nobodyListeningIsAFailure() throws IOException {
        try (Catalog catalog = GlueServer.settings(nowhere()).open()) {
            assertThat(catalog.register("readings", List.of(NOON)))
                    .singleElement()
                    .satisfies(
                            failure ->
                                    assertThat(failure.reason())
                                            .startsWith(
                                                    "no answer from Glue: check the job's region"));
        }
    }

    @Test
    void aTableThatIsGoneLeavesItsPartitionsPending() {
        glue.client()
                .deleteTable(request -> request.databaseName(GlueServer.DATABASE).name("readings"));

        assertThat(register(List.of(NOON)))
                .singleElement()
                .satisfies(
                        failure ->
                                assertThat(failure.reason())
                                        .startsWith("database or table is missing: make it again"));
    }

    private static List<Failure> register(List<String> partitions) {
        try (Catalog catalog = glue.settings().open()) {
            return catalog.register("readings", partitions);
        }
    }

    private static Catalog hasty(URI endpoint) {
        return new GlueCatalog(
                GlueClients.impatient(endpoint, Duration.ofMillis(500)), GlueServer.DATABASE);
    }

    private static URI nowhere() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
    }
}
