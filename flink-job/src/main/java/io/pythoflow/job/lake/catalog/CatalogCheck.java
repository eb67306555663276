package io.pythoflow.job.lake.catalog;

import io.pythoflow.contract.property.LakeProperties.Creation;
import io.pythoflow.contract.table.HiveFormat;
import io.pythoflow.contract.table.PrestoView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

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
    private final List<PrestoView> views;

    private CatalogCheck(
            GlueClient client, String database, List<LakeTable> tables, List<PrestoView> views) {
        this.client = client;
        this.database = database;
        this.tables = tables;
        this.views = views;
    }

    /**
     * Checks database, tables and views. Blocks; failures of Glue are tried again a few times.
     *
     * @param views of the same database, after those that they name
     * @param creation whether what is missing is made
     * @throws CatalogException naming every difference that is left, or why Glue cannot be asked
     */
    public static void run(
            GlueSettings settings,
            List<LakeTable> tables,
            List<PrestoView> views,
            Creation creation) {
        try (GlueClient client = GlueClients.patient(settings.endpoint(), ATTEMPT_TIMEOUT)) {
            new CatalogCheck(client, settings.database(), tables, views).run(creation);
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
            differences.addAll(
                    findTable(table.name())
                            .map(found -> differences(table, found))
                            .orElseGet(
                                    () ->
                                            List.of(
                                                    missing(
                                                            "table '%s'".formatted(table.name()),
                                                            TableInputs.create(table)))));
        }
        for (PrestoView view : views) {
            differences.addAll(
                    findTable(view.name())
                            .map(found -> differences(view, found))
                            .orElseGet(
                                    () ->
                                            List.of(
                                                    missing(
                                                            "view '%s'".formatted(view.name()),
                                                            ViewInputs.create(view)))));
        }
        return differences;
    }

    private Difference missing(String what, TableInput input) {
        return new Difference(
                what + " is missing",
                Optional.of(
                        () ->
                                client.createTable(
                                        request ->
                                                request.databaseName(database).tableInput(input))));
    }

    private List<Difference> differences(LakeTable table, Table found) {
        TableComparison comparison = TableComparison.of(table, found);
        comparison.remarks().forEach(LOG::warn);
        List<Difference> differences = new ArrayList<>();
        comparison.conflicts().forEach(c -> differences.add(new Difference(c, Optional.empty())));
        if (!comparison.missing().isEmpty()) {
            String columns =
                    comparison.missing().stream()
                            .map(column -> column.name() + " " + column.type().hiveName())
                            .collect(Collectors.joining(", "));
            differences.add(
                    new Difference(
                            "table '%s' lacks %s".formatted(table.name(), columns),
                            update(TableInputs.extended(found, comparison.missing()))));
        }
        return differences;
    }

    private List<Difference> differences(PrestoView view, Table found) {
        if (!PrestoView.TABLE_TYPE.equals(found.tableType())) {
            return List.of(
                    new Difference(
                            "'%s' has type '%s': must be a view"
                                    .formatted(view.name(), found.tableType()),
                            Optional.empty()));
        }
        return ViewInputs.difference(found, view)
                .map(
                        difference ->
                                new Difference(
                                        "view '%s' %s".formatted(view.name(), difference),
                                        update(ViewInputs.replaced(found, view))))
                .stream()
                .toList();
    }

    private Optional<Runnable> update(TableInput input) {
        return Optional.of(
                () ->
                        client.updateTable(
                                request -> request.databaseName(database).tableInput(input)));
    }

    private void mend(Difference difference) {
        try {
            difference.mend().orElseThrow().run();
            LOG.info("Mended in database '{}' of the catalogue: {}", database, difference.text());
        } catch (AlreadyExistsException
                | ConcurrentModificationException
                | EntityNotFoundException e) {
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
                                input ->
                                        input.name(database)
                                                .description(HiveFormat.DATABASE_DESCRIPTION)));
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
                            ? "\nWhat is missing is made, and a view is replaced, with catalog.create = true."
                            : "\nWhat is missing has not been made, see the rest.");
        }
        if (differences.stream().anyMatch(d -> d.mend().isEmpty())) {
            text.append(
                    "\nWhat is there and differs is never changed by the job: mend it by hand, drop the"
                            + " table (its files stay), or choose another GLUE_DATABASE.");
        }
        return text.toString();
    }
}
