package io.pythoflow.contract.property;

import io.pythoflow.contract.table.PrestoView;
import java.time.Duration;
import java.util.regex.Pattern;

/** Settings of the tables and their catalogue, in {@link JobProperties#LAKE}. */
public final class LakeProperties {

    /** Which catalogue lists the tables. */
    public enum CatalogKind {
        /** AWS Glue, which Athena and Trino read. */
        GLUE,
        /** None: readers go by path. */
        NONE
    }

    /** Whether something that is missing is made. */
    public enum Creation {
        /** It is made. */
        TRUE,
        /** The job fails and names it. */
        FALSE
    }

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("[^/\\s][^\\s]*[^/\\s]|[^/\\s]");
    private static final Pattern DATABASE = Pattern.compile("[a-z0-9_]{1,255}");
    private static final Pattern CATALOG_NAME_FORM = Pattern.compile("[a-z0-9_-]{1,255}");
    private static final Pattern ENDPOINT = Pattern.compile("https?://[^/\\s]+/?");
    private static final Duration DAY = Duration.ofDays(1);

    public static final Property<String> LAKE_PATH =
            new Property<>(
                    JobProperties.LAKE,
                    "lake.path",
                    PropertyType.text("a folder or a URI"),
                    null,
                    null,
                    "Root of a lake outside S3: tables lie in raw/ and aggregated/ below it. Not"
                            + " together with SOURCE_BUCKET and DEST_BUCKET; local runs set it to LAKE"
                            + " where no bucket is given.");

    public static final Property<String> SOURCE_BUCKET =
            new Property<>(
                    JobProperties.LAKE,
                    "SOURCE_BUCKET",
                    PropertyType.text("an S3 bucket name", BUCKET),
                    null,
                    null,
                    "Bucket of the raw side: readings, rejected_messages and gateway_events.");

    public static final Property<String> SOURCE_PREFIX =
            new Property<>(
                    JobProperties.LAKE,
                    "SOURCE_PREFIX",
                    PropertyType.text("a key prefix without leading or trailing slash", PREFIX),
                    "raw",
                    null,
                    "Prefix of the raw side.");

    public static final Property<String> DEST_BUCKET =
            new Property<>(
                    JobProperties.LAKE,
                    "DEST_BUCKET",
                    PropertyType.text("an S3 bucket name", BUCKET),
                    null,
                    null,
                    "Bucket of the aggregated side: sensor_aggregates and irrigation_decisions.");

    public static final Property<String> DEST_PREFIX =
            new Property<>(
                    JobProperties.LAKE,
                    "DEST_PREFIX",
                    PropertyType.text("a key prefix without leading or trailing slash", PREFIX),
                    "aggregated",
                    null,
                    "Prefix of the aggregated side.");

    public static final Property<String> GLUE_DATABASE =
            new Property<>(
                    JobProperties.LAKE,
                    "GLUE_DATABASE",
                    PropertyType.text("1 to 255 lower-case letters, digits or '_'", DATABASE),
                    "iot_data_catalog",
                    null,
                    "Database of the tables in the catalogue.");

    public static final Property<Integer> LAKE_MAX_OPEN_WRITERS =
            new Property<>(
                    JobProperties.LAKE,
                    "lake.max.open.writers",
                    PropertyType.integer(1, 10_000, "files"),
                    "64",
                    null,
                    "Parquet files open at once, for each table and subtask. The least recently"
                            + " written is finished early to make room.");

    public static final Property<Duration> LAKE_FRESHNESS =
            new Property<>(
                    JobProperties.LAKE,
                    "lake.freshness",
                    PropertyType.duration(Duration.ZERO, DAY),
                    "5 min",
                    "0 s",
                    "How long rows may wait, in the job's state, for others of their folder, so that"
                            + " files become larger: rows are visible within this and two checkpoint"
                            + " intervals. At or below the checkpoint interval files appear with every"
                            + " checkpoint.");

    public static final Property<CatalogKind> CATALOG =
            new Property<>(
                    JobProperties.LAKE,
                    "catalog",
                    PropertyType.oneOf(CatalogKind.class),
                    "glue",
                    "none",
                    "Catalogue in which the tables are checked at start and new partitions are"
                            + " registered. glue needs SOURCE_BUCKET and DEST_BUCKET; with lake.path the"
                            + " default is none.");

    public static final Property<Creation> CATALOG_CREATE =
            new Property<>(
                    JobProperties.LAKE,
                    "catalog.create",
                    PropertyType.oneOf(Creation.class),
                    "false",
                    null,
                    "Whether the job makes database, tables, views and columns that the catalogue"
                            + " lacks; else it fails at start and names each. What is there and differs"
                            + " is never changed, but for the text of a view.");

    public static final Property<String> CATALOG_ENDPOINT =
            new Property<>(
                    JobProperties.LAKE,
                    "catalog.endpoint",
                    PropertyType.text(
                            "http:// or https://, a host and, if need be, a port", ENDPOINT),
                    null,
                    null,
                    "Where Glue is spoken to instead of the region's own endpoint, for emulators.");

    public static final Property<String> CATALOG_NAME =
            new Property<>(
                    JobProperties.LAKE,
                    "catalog.name",
                    PropertyType.text(
                            "1 to 255 lower-case letters, digits, '_' or '-'", CATALOG_NAME_FORM),
                    PrestoView.ATHENA_CATALOG,
                    null,
                    "What the engine that reads the views calls this catalogue. The default is"
                            + " Athena's name; for a Trino of your own it is the name of its file in"
                            + " etc/catalog, without .properties.");

    private LakeProperties() {}
}
