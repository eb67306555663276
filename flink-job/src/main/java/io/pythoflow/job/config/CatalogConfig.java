package io.pythoflow.job.config;

import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.JobProperties.CatalogKind;
import io.pythoflow.contract.property.JobProperties.Creation;
import java.net.URI;
import java.util.Optional;

/**
 * The catalogue that lists the tables.
 *
 * @param creation whether what is missing in it is made
 * @param endpoint where it is spoken to; empty for the region's own
 * @param name what the engine that reads the views calls it
 */
public record CatalogConfig(Creation creation, Optional<URI> endpoint, String name) {

    static Optional<CatalogConfig> from(Settings settings) {
        CatalogConfig catalog =
                new CatalogConfig(
                        settings.value(JobProperties.CATALOG_CREATE),
                        settings.find(JobProperties.CATALOG_ENDPOINT).map(URI::create),
                        settings.value(JobProperties.CATALOG_NAME));
        boolean byPath = settings.isSet(JobProperties.LAKE_PATH);
        if (settings.value(JobProperties.CATALOG) == CatalogKind.NONE
                || (byPath && !settings.isSet(JobProperties.CATALOG))) {
            return Optional.empty();
        }
        if (byPath) {
            settings.problem(
                    "catalog = 'glue': must be none, or left out, together with lake.path; Glue lists"
                            + " tables in SOURCE_BUCKET and DEST_BUCKET");
        }
        return Optional.of(catalog);
    }
}
