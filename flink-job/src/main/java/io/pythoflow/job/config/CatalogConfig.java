package io.pythoflow.job.config;

import io.pythoflow.contract.property.LakeProperties;
import io.pythoflow.contract.property.LakeProperties.CatalogKind;
import io.pythoflow.contract.property.LakeProperties.Creation;
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
                        settings.value(LakeProperties.CATALOG_CREATE),
                        settings.find(LakeProperties.CATALOG_ENDPOINT).map(URI::create),
                        settings.value(LakeProperties.CATALOG_NAME));
        boolean byPath = settings.isSet(LakeProperties.LAKE_PATH);
        if (settings.value(LakeProperties.CATALOG) == CatalogKind.NONE
                || (byPath && !settings.isSet(LakeProperties.CATALOG))) {
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
