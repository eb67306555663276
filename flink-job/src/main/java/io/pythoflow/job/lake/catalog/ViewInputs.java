package io.pythoflow.job.lake.catalog;

import io.pythoflow.contract.table.PrestoView;
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
    static TableInput create(PrestoView view) {
        return described(TableInput.builder(), view).parameters(PrestoView.PARAMETERS).build();
    }

    /** A view with another text; owner, description and further parameters stay. */
    static TableInput replaced(Table found, PrestoView view) {
        Map<String, String> parameters = new HashMap<>(found.parameters());
        parameters.putAll(PrestoView.PARAMETERS);
        return described(
                        TableInput.builder()
                                .owner(found.owner())
                                .description(found.description())
                                .retention(found.retention()),
                        view)
                .parameters(parameters)
                .build();
    }

    /** How a view of the catalogue differs from the wanted one, if it does. */
    static Optional<String> difference(Table found, PrestoView view) {
        Optional<String> catalog = PrestoView.catalogOf(found.viewOriginalText());
        String wantedCatalog = PrestoView.catalogOf(view.originalText()).orElseThrow();
        if (catalog.isPresent() && !catalog.get().equals(wantedCatalog)) {
            return Optional.of(
                    "is stored for catalog.name = '%s', not '%s'"
                            .formatted(catalog.get(), wantedCatalog));
        }
        TableInput wanted = create(view);
        if (!wanted.viewOriginalText().equals(found.viewOriginalText())) {
            return Optional.of("has another text");
        }
        if (!found.parameters().entrySet().containsAll(PrestoView.PARAMETERS.entrySet())) {
            return Optional.of("has another set of parameters");
        }
        return found.storageDescriptor() != null
                        && types(wanted.storageDescriptor())
                                .equals(types(found.storageDescriptor()))
                ? Optional.empty()
                : Optional.of("has another list of columns");
    }

    private static List<String> types(StorageDescriptor described) {
        return described.columns().stream()
                .map(column -> column.name() + " " + column.type())
                .toList();
    }

    private static TableInput.Builder described(TableInput.Builder input, PrestoView view) {
        return input.name(view.name())
                .tableType(PrestoView.TABLE_TYPE)
                .viewOriginalText(view.originalText())
                .viewExpandedText(PrestoView.EXPANDED_TEXT)
                .storageDescriptor(
                        StorageDescriptor.builder()
                                .columns(
                                        view.columns().stream()
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
