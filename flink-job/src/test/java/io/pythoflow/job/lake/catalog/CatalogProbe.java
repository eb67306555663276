package io.pythoflow.job.lake.catalog;

import io.pythoflow.contract.property.LakeProperties.Creation;
import io.pythoflow.contract.table.PrestoView;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.contract.table.Views;
import java.net.URI;
import java.util.List;

/**
 * Makes a catalogue and registers a partition, in a process of its own with the application jar.
 */
public final class CatalogProbe {

    private CatalogProbe() {}

    public static void main(String[] arguments) {
        GlueSettings settings = new GlueSettings("iot_data_catalog", URI.create(arguments[0]));
        CatalogCheck.run(
                settings,
                List.of(new LakeTable(Tables.READINGS, "s3://lake/readings")),
                Views.ALL.stream()
                        .map(
                                view ->
                                        PrestoView.of(
                                                view,
                                                PrestoView.ATHENA_CATALOG,
                                                settings.database()))
                        .toList(),
                Creation.TRUE);
        try (Catalog catalog = settings.open()) {
            List<Catalog.Failure> failures =
                    catalog.register("readings", List.of("dt=2026-06-01/hour=12"));
            System.out.printf("Registered a partition with %d failures%n", failures.size());
        }
    }
}
