package io.pythoflow.job.lake.catalog;

import io.pythoflow.contract.table.PrestoView;
import io.pythoflow.contract.table.View;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** The contract's views in Glue's words, as Athena and Trino read them. */
final class ViewInputs {

    private ViewInputs() {}

    /** A view that is not there yet. */
    static TableInput create(View view, String database) {
        return described(TableInput.builder(), view, database)
                .parameters(PrestoView.PARAMETERS)
                .build();
    }

    /** A view with another text; owner, description and further parameters stay. */
    static TableInput replaced(Table found, View view, String database) {
        Map<String, String> parameters = new HashMap<>(found.parameters());
        parameters.putAll(PrestoView.PARAMETERS);
        return described(
                        TableInput.builder()
                                .owner(found.owner())
                                .description(found.description())
                                .retention(found.retention()),
                        view,
                        database)
                .parameters(parameters)
                .build();
    }

    /** How a view of the catalogue differs from the contract's, if it does. */
    static Optional<String> difference(Table found, View view, String database) {
        TableInput wanted = create(view, database);
        if (!wanted.viewOriginalText().equals(found.viewOriginalText())) {
            return Optional.of("text");
        }
        if (!found.parameters().entrySet().containsAll(PrestoView.PARAMETERS.entrySet())) {
            return Optional.of("set of parameters");
        }
        return found.storageDescriptor() != null
                        && types(wanted.storageDescriptor())
                                .equals(types(found.storageDescriptor()))
                ? Optional.empty()
                : Optional.of("list of columns");
    }

    private static List<String> types(StorageDescriptor described) {
        return described.columns().stream()
                .map(column -> column.name() + " " + column.type())
                .toList();
    }

    private static TableInput.Builder described(
            TableInput.Builder input, View view, String database) {
        PrestoView stored = PrestoView.of(view, PrestoView.ATHENA_CATALOG, database);
        return input.name(stored.name())
                .tableType(PrestoView.TABLE_TYPE)
                .viewOriginalText(stored.originalText())
                .viewExpandedText(PrestoView.EXPANDED_TEXT)
                .storageDescriptor(
                        StorageDescriptor.builder()
                                .columns(
                                        stored.columns().stream()
                                                .map(
                                                        column ->
                                                                Column.builder()
                                                                        .name(column.name())
                                                                        .type(
                                                                                column.type()
                                                                                        .hiveName())
                                                                        .comment(column.meaning())
                                                                        .build())
                                                .toList())
                                .location("")
                                .serdeInfo(SerDeInfo.builder().build())
                                .build());
    }
}
