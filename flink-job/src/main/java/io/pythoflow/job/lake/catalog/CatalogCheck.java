package io.pythoflow.job.lake.catalog;

import io.pythoflow.contract.property.JobProperties.Creation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Compares the catalogue with the contract before the job starts, and makes what is missing where
 * that is asked for. What is there is never changed, except that columns are added at a table's
 * end.
 */
public final class CatalogCheck {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogCheck.class);

    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);

    /** Another job may make the same things at the same moment; then it is looked at again. */
    private static final int ROUNDS = 5;

    private static final Duration PAUSE = Duration.ofMillis(300);

    /** A difference, and how it is mended. Without a way, it cannot be by adding. */
    private record Difference(String text, Optional<Runnable> mend) {}

    private final GlueClient client;
    private final String database;
    private final List<LakeTable> tables;

    private CatalogCheck(GlueClient client, String database, List<LakeTable> tables) {
        this.client = client;
        this.database = database;
        this.tables = tables;
    }

    /**
     * Checks database and tables. Blocks; failures of Glue are tried again a few times.
     *
     * @param creation whether what is missing is made
     * @throws CatalogException naming every difference that is left, or why Glue cannot be asked
     */
    public static void run(GlueSettings settings, List<LakeTable> tables, Creation creation) {
        try (GlueClient client = GlueClients.patient(settings.endpoint(), ATTEMPT_TIMEOUT)) {
            new CatalogCheck(client, settings.database(), tables).run(creation);
        } catch (SdkException e) {
            throw new CatalogException(
                    "Cannot check database '%s' of the catalogue: %s"
                            .formatted(settings.database(), GlueErrors.explain(e)));
        }
    }

    private void run(Creation creation) {
        List<Difference> differences = differences();
        for (int round = 1; !differences.isEmpty(); round++) {
            boolean mendable = differences.stream().allMatch(d -> d.mend().isPresent());
            if (!mendable || creation == Creation.FALSE || round > ROUNDS) {
                throw new CatalogException(message(differences, creation));
            }
            differences.forEach(this::mend);
            differences = differences();
        }
    }

    private List<Difference> differences() {
        List<Difference> differences = new ArrayList<>();
        if (!databaseExists()) {
            differences.add(
                    new Difference(
                            "database '%s' is missing".formatted(database),
                            Optional.of(this::createDatabase)));
        }
        for (LakeTable table : tables) {
            findTable(table.name())
                    .ifPresentOrElse(
                            found -> differences.addAll(differences(table, found)),
                            () ->
                                    differences.add(
                                            new Difference(
                                                    "table '%s' is missing".formatted(table.name()),
                                                    Optional.of(() -> createTable(table)))));
        }
        return differences;
    }

    private List<Difference> differences(LakeTable table, Table found) {
        TableComparison comparison = TableComparison.of(table, found);
        comparison.remarks().forEach(LOG::warn);
        List<Difference> differences = new ArrayList<>();
        comparison.conflicts().forEach(c -> differences.add(new Difference(c, Optional.empty())));
        if (!comparison.missing().isEmpty()) {
            differences.add(
                    new Difference(
                            "table '%s' lacks %s"
                                    .formatted(
                                            table.name(),
                                            String.join(
                                                    ", ",
                                                    comparison.missing().stream()
                                                            .map(
                                                                    column ->
                                                                            "%s %s"
                                                                                    .formatted(
                                                                                            column
                                                                                                    .name(),
                                                                                            column.type()
                                                                                                    .hiveName()))
                                                            .toList())),
                            Optional.of(() -> addColumns(found, comparison))));
        }
        return differences;
    }

    private void mend(Difference difference) {
        try {
            difference.mend().orElseThrow().run();
            LOG.info("Mended in database '{}' of the catalogue: {}", database, difference.text());
        } catch (AlreadyExistsException | ConcurrentModificationException e) {
            LOG.info(
                    "Somebody else works on the catalogue at this moment ({}); looking again",
                    difference.text());
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CatalogException("Interrupted while checking the catalogue");
        }
    }

    private boolean databaseExists() {
        try {
            client.getDatabase(request -> request.name(database));
            return true;
        } catch (EntityNotFoundException e) {
            return false;
        }
    }

    private Optional<Table> findTable(String name) {
        try {
            return Optional.of(
                    client.getTable(request -> request.databaseName(database).name(name)).table());
        } catch (EntityNotFoundException e) {
            return Optional.empty();
        }
    }

    private void createDatabase() {
        client.createDatabase(
                request ->
                        request.databaseInput(
                                input -> input.name(database).description("Tables of PythoFlow")));
    }

    private void createTable(LakeTable table) {
        client.createTable(
                request -> request.databaseName(database).tableInput(TableInputs.create(table)));
    }

    private void addColumns(Table found, TableComparison comparison) {
        client.updateTable(
                request ->
                        request.databaseName(database)
                                .tableInput(TableInputs.extended(found, comparison.missing())));
    }

    private String message(List<Difference> differences, Creation creation) {
        StringBuilder text =
                new StringBuilder(
                        "Database '%s' of the catalogue is not as the job needs it:"
                                .formatted(database));
        differences.forEach(d -> text.append("\n  - ").append(d.text()));
        if (differences.stream().anyMatch(d -> d.mend().isPresent())) {
            text.append(
                    creation == Creation.FALSE
                            ? "\nWhat is missing is made with catalog.create = true."
                            : "\nWhat is missing was not made, because of the rest.");
        }
        if (differences.stream().anyMatch(d -> d.mend().isEmpty())) {
            text.append(
                    "\nWhat is there and differs is never changed by the job: mend it by hand, drop the"
                            + " table (its files stay), or choose another GLUE_DATABASE.");
        }
        return text.toString();
    }
}
