package io.pythoflow.job.config;

import io.pythoflow.contract.property.LakeProperties;
import io.pythoflow.contract.table.TableDefinition;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the tables lie, and how they are written and listed.
 *
 * @param rawRoot of readings and rejected messages
 * @param aggregatedRoot of the aggregates
 * @param database of the catalogue
 * @param maxOpenWriters for each table and subtask
 * @param freshness how long rows may wait for others of their folder
 * @param catalog that lists the tables; empty where readers go by path
 */
public record LakeConfig(
        URI rawRoot,
        URI aggregatedRoot,
        String database,
        int maxOpenWriters,
        Duration freshness,
        Optional<CatalogConfig> catalog) {

    static LakeConfig from(Settings settings) {
        Optional<String> path = settings.find(LakeProperties.LAKE_PATH);
        Optional<String> source = settings.find(LakeProperties.SOURCE_BUCKET);
        Optional<String> dest = settings.find(LakeProperties.DEST_BUCKET);
        boolean anyBucket =
                settings.isSet(LakeProperties.SOURCE_BUCKET)
                        || settings.isSet(LakeProperties.DEST_BUCKET);
        URI raw = URI.create("file:///missing");
        URI aggregated = raw;
        if (path.isPresent() && anyBucket) {
            settings.problem(
                    "lake.path = '%s': must not be set together with SOURCE_BUCKET or DEST_BUCKET"
                            .formatted(path.get()));
        } else if (path.isPresent()) {
            URI root = folder(settings, path.get());
            raw = root.resolve("raw");
            aggregated = root.resolve("aggregated");
        } else if (source.isPresent() && dest.isPresent()) {
            raw =
                    URI.create(
                            "s3://"
                                    + source.get()
                                    + "/"
                                    + settings.value(LakeProperties.SOURCE_PREFIX));
            aggregated =
                    URI.create(
                            "s3://"
                                    + dest.get()
                                    + "/"
                                    + settings.value(LakeProperties.DEST_PREFIX));
        } else {
            settings.problem(
                    "No place for the tables: set SOURCE_BUCKET and DEST_BUCKET (now '%s' and '%s'), or lake.path"
                            .formatted(source.orElse(""), dest.orElse("")));
        }
        return new LakeConfig(
                raw,
                aggregated,
                settings.value(LakeProperties.GLUE_DATABASE),
                settings.value(LakeProperties.LAKE_MAX_OPEN_WRITERS),
                settings.value(LakeProperties.LAKE_FRESHNESS),
                CatalogConfig.from(settings));
    }

    /** The folder of a table's partitions. */
    public URI location(TableDefinition table) {
        URI root =
                switch (table.root()) {
                    case RAW -> rawRoot;
                    case AGGREGATED -> aggregatedRoot;
                };
        return URI.create(root + "/" + table.name());
    }

    /** The folder as a URI that ends in a slash; a bare path is a local folder. */
    private static URI folder(Settings settings, String path) {
        try {
            String slash = path.endsWith("/") ? path : path + "/";
            return path.contains("://")
                    ? URI.create(slash)
                    : URI.create(
                            Path.of(path)
                                    .toAbsolutePath()
                                    .normalize()
                                    .toUri()
                                    .toString()
                                    .replaceAll("/*$", "/"));
        } catch (IllegalArgumentException e) {
            settings.problem(
                    "lake.path = '%s': must be a folder or a URI (%s)"
                            .formatted(path, e.getMessage()));
            return URI.create("file:///missing/");
        }
    }
}
