package io.pythoflow.job.lake.catalog;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * AWS Glue, in the region that the SDK finds in the process's surroundings.
 *
 * @param database of the tables
 * @param endpoint where Glue is spoken to; null for the region's own
 */
public record GlueSettings(String database, @Nullable URI endpoint) implements Catalog.Factory {

    @Override
    public Catalog open() {
        return new GlueCatalog(GlueClients.impatient(endpoint, Duration.ofSeconds(5)), database);
    }
}
