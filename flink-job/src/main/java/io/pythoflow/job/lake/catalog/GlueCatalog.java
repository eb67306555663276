package io.pythoflow.job.lake.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.ErrorDetail;
import software.amazon.awssdk.services.glue.model.PartitionError;
import software.amazon.awssdk.services.glue.model.Table;

/** Partitions in AWS Glue. */
final class GlueCatalog implements Catalog {

    /** What one BatchCreatePartition takes. */
    private static final int PAGE = 100;

    private final GlueClient client;
    private final String database;

    GlueCatalog(GlueClient client, String database) {
        this.client = client;
        this.database = database;
    }

    /**
     * Asks for the table every time, because a partition is described as its table is now; that is
     * one request more in an hour.
     */
    @Override
    public List<Failure> register(String tableName, List<String> partitions) {
        List<Failure> failures = new ArrayList<>();
        int done = 0;
        try {
            Table table =
                    client.getTable(request -> request.databaseName(database).name(tableName))
                            .table();
            while (done < partitions.size()) {
                List<String> page =
                        partitions.subList(done, Math.min(done + PAGE, partitions.size()));
                failures.addAll(registerPage(table, page));
                done += page.size();
            }
        } catch (SdkException e) {
            String reason = GlueErrors.explain(e);
            partitions.subList(done, partitions.size()).stream()
                    .map(partition -> new Failure(partition, reason))
                    .forEach(failures::add);
        }
        return failures;
    }

    private List<Failure> registerPage(Table table, List<String> page) {
        Map<List<String>, String> byValues =
                page.stream()
                        .collect(
                                Collectors.toMap(
                                        TableInputs::partitionValues, Function.identity()));
        return client
                .batchCreatePartition(
                        request ->
                                request.databaseName(database)
                                        .tableName(table.name())
                                        .partitionInputList(
                                                page.stream()
                                                        .map(p -> TableInputs.partition(table, p))
                                                        .toList()))
                .errors()
                .stream()
                .filter(error -> !GlueErrors.ALREADY_EXISTS.equals(code(error)))
                .flatMap(error -> failures(byValues, error))
                .toList();
    }

    /** Of the partition that the error names; of the whole page, should it name none. */
    private static Stream<Failure> failures(
            Map<List<String>, String> byValues, PartitionError error) {
        ErrorDetail detail = error.errorDetail();
        String reason =
                GlueErrors.explain(code(error), detail == null ? null : detail.errorMessage());
        String named = byValues.get(error.partitionValues());
        return (named == null ? byValues.values().stream() : Stream.of(named))
                .map(partition -> new Failure(partition, reason));
    }

    private static String code(PartitionError error) {
        ErrorDetail detail = error.errorDetail();
        return detail == null || detail.errorCode() == null ? "" : detail.errorCode();
    }

    @Override
    public void close() {
        client.close();
    }
}
