package io.pythoflow.contract.property;

import io.pythoflow.contract.table.PrestoView;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Every setting of the job. Its names, once here, stay. */
public final class JobProperties {

    /** What follows when the broker has lost a session. */
    public enum SessionLoss {
        /** It is counted and logged. */
        REPORT,
        /** The job fails. */
        FAIL
    }

    /** When a message is acknowledged to the broker. */
    public enum Acknowledge {
        /** When the checkpoint that contains it completes: nothing is lost by a crash. */
        CHECKPOINT,
        /** As soon as it is handed on: faster, and a crash loses what no checkpoint held yet. */
        RECEIPT
    }

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

    /** Group of the broker connection. */
    public static final String MQTT = "mqtt";

    /** Group of decoding, bounds and deduplication. */
    public static final String INGEST = "ingest";

    /** Group of the windows. */
    public static final String WINDOW = "window";

    /** Group of the tables. */
    public static final String LAKE = "lake";

    private static final Pattern BROKER = Pattern.compile("mqtts?://[^/:\\s]+(:\\d{1,5})?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");
    private static final Pattern SECRET =
            Pattern.compile(
                    "(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:)?"
                            + "[A-Za-z0-9/_+=.@-]{1,512}");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("[^/\\s][^\\s]*[^/\\s]|[^/\\s]");
    private static final Pattern DATABASE = Pattern.compile("[a-z0-9_]{1,255}");
    private static final Pattern CATALOG_NAME_FORM = Pattern.compile("[a-z0-9_-]{1,255}");
    private static final Pattern ENDPOINT = Pattern.compile("https?://[^/\\s]+/?");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    public static final Property<String> MQTT_BROKER =
            of(
                    MQTT,
                    "mqtt.broker",
                    PropertyType.text(
                            "mqtt://host:port or mqtts://host:port (ports 1883 and 8883 if left out)",
                            BROKER),
                    null,
                    "mqtt://localhost:1883",
                    "Where the broker listens. mqtts is TLS and needs mqtt.credentials or"
                            + " mqtt.secret; plain connections are made only to mqtt, and not to"
                            + " the ports of TLS, 443 and 8883.");

    public static final Property<String> MQTT_CREDENTIALS =
            of(
                    MQTT,
                    "mqtt.credentials",
                    PropertyType.text("a folder"),
                    null,
                    null,
                    "Folder with certificate.pem, private.key, thing_name.txt and, for a broker with"
                            + " a CA of its own, AmazonRootCA1.pem. For mqtts, this or mqtt.secret.");

    public static final Property<String> MQTT_SECRET =
            of(
                    MQTT,
                    "mqtt.secret",
                    PropertyType.text(
                            "a secret's ARN, or its name of 1 to 512 letters, digits or /_+=.@-",
                            SECRET),
                    null,
                    null,
                    "Secret in AWS Secrets Manager with a JSON object of the keys certificate_pem,"
                            + " private_key, thing_name (if present, it must equal mqtt.thing) and,"
                            + " for a broker with a CA of its own, ca_certificate_pem. Each reader"
                            + " fetches it when it opens; job graph and state hold its name alone."
                            + " An ARN names its region; all else comes from where AWS's SDK looks:"
                            + " AWS_REGION, the role of the process and, for an emulator,"
                            + " AWS_ENDPOINT_URL_SECRETS_MANAGER. For mqtts, this or"
                            + " mqtt.credentials.");

    public static final Property<String> MQTT_SNI_HOST =
            of(
                    MQTT,
                    "mqtt.sni.host",
                    PropertyType.text("a host name"),
                    null,
                    null,
                    "Host name for TLS where it differs from the address in mqtt.broker, for example"
                            + " behind a load balancer.");

    public static final Property<String> MQTT_THING =
            of(
                    MQTT,
                    "mqtt.thing",
                    PropertyType.text("1 to 100 letters, digits, '_', '.', ':' or '-'", NAME),
                    "irrigation-compute",
                    null,
                    "Who the job is: its client ids are <thing>-slot-<i>. thing_name.txt in"
                            + " mqtt.credentials goes before it; a secret is fetched after the client"
                            + " ids are made, so its thing_name must equal this.");

    public static final Property<String> MQTT_SHARED_GROUP =
            of(
                    MQTT,
                    "mqtt.shared.group",
                    PropertyType.text("1 to 100 letters, digits, '_', '.', ':' or '-'", NAME),
                    "pythoflow",
                    null,
                    "Name of the shared subscription that the slots form.");

    public static final Property<Integer> MQTT_SLOTS =
            of(
                    MQTT,
                    "mqtt.slots",
                    PropertyType.integer(1, 1000, "sessions"),
                    "4",
                    null,
                    "Number of MQTT sessions, independent of parallelism. Each holds at most"
                            + " mqtt.receive.maximum unacknowledged messages.");

    public static final Property<Integer> MQTT_RECEIVE_MAXIMUM =
            of(
                    MQTT,
                    "mqtt.receive.maximum",
                    PropertyType.integer(1, 65_535, "messages"),
                    "100",
                    null,
                    "Messages that a slot lets the broker send before it acknowledges. AWS IoT Core"
                            + " never sends more than 100.");

    public static final Property<Duration> MQTT_SESSION_EXPIRY =
            of(
                    MQTT,
                    "mqtt.session.expiry",
                    PropertyType.duration(Duration.ofMinutes(1), Duration.ofDays(7)),
                    "1 h",
                    null,
                    "How long the broker keeps a slot's messages while the job is away.");

    public static final Property<Duration> MQTT_KEEP_ALIVE =
            of(
                    MQTT,
                    "mqtt.keep.alive",
                    PropertyType.duration(Duration.ofSeconds(5), Duration.ofMinutes(20)),
                    "60 s",
                    null,
                    "A connection silent for one and a half times this is dead.");

    public static final Property<Integer> MQTT_MAXIMUM_PACKET_SIZE =
            of(
                    MQTT,
                    "mqtt.maximum.packet.size",
                    PropertyType.integer(1024, 16_777_216, "bytes"),
                    "262144",
                    null,
                    "Largest MQTT packet taken, bytes; announced to the broker, which acknowledges a"
                            + " larger one to its sender and throws it away. AWS IoT Core's limit is"
                            + " 128 KiB of payload.");

    public static final Property<Acknowledge> MQTT_ACKNOWLEDGE =
            of(
                    MQTT,
                    "mqtt.acknowledge",
                    PropertyType.oneOf(Acknowledge.class),
                    "checkpoint",
                    null,
                    "When a message is acknowledged. checkpoint loses nothing; receipt is bound by no"
                            + " window and loses what a crash catches between two checkpoints.");

    public static final Property<Duration> MQTT_RESEND_AFTER =
            of(
                    MQTT,
                    "mqtt.resend.after",
                    PropertyType.duration(SECOND, DAY),
                    "20 s",
                    null,
                    "Age of an unacknowledged message from which on an equal one without message id"
                            + " on the same connection is taken for the broker's resend. AWS IoT"
                            + " Core sends again after about 30 s.");

    public static final Property<SessionLoss> MQTT_SESSION_LOSS =
            of(
                    MQTT,
                    "mqtt.session.loss",
                    PropertyType.oneOf(SessionLoss.class),
                    "report",
                    null,
                    "What follows when the broker has lost a slot's session and what it held. report"
                            + " counts it, logs it and goes on; fail stops the job, also after a"
                            + " restart, until this is set to report or the job is started without"
                            + " its state.");

    public static final Property<Duration> MQTT_END_AFTER_IDLE =
            of(
                    MQTT,
                    "mqtt.end.after.idle",
                    PropertyType.duration(SECOND, DAY),
                    null,
                    null,
                    "The job ends, and closes its last windows, once every slot was connected,"
                            + " received nothing and had nothing unacknowledged for this long. Off"
                            + " where not set: the job runs until it is stopped.");

    public static final Property<Integer> INGEST_MAX_ELEMENTS =
            of(
                    INGEST,
                    "ingest.max.elements",
                    PropertyType.integer(1, 100_000, "elements"),
                    "1000",
                    null,
                    "Array elements read from one message; a message with more is rejected beyond it.");

    public static final Property<Integer> INGEST_MAX_METRICS =
            of(
                    INGEST,
                    "ingest.max.metrics",
                    PropertyType.integer(1, 1000, "metrics"),
                    "64",
                    null,
                    "Metrics in one reading; a reading with more is rejected.");

    public static final Property<Integer> INGEST_MAX_ID_LENGTH =
            of(
                    INGEST,
                    "ingest.max.id.length",
                    PropertyType.integer(8, 1024, "characters"),
                    "128",
                    null,
                    "Characters in an identifier or a metric's name.");

    public static final Property<Integer> INGEST_MAX_JSON_DEPTH =
            of(
                    INGEST,
                    "ingest.max.json.depth",
                    PropertyType.integer(4, 200, "levels"),
                    "16",
                    null,
                    "Nesting of a message's JSON.");

    public static final Property<Integer> INGEST_MAX_REJECTS =
            of(
                    INGEST,
                    "ingest.max.rejects",
                    PropertyType.integer(1, 10_000, "rows"),
                    "16",
                    null,
                    "Rows kept in rejected_messages for one message; the last says how many more"
                            + " there were.");

    public static final Property<Integer> INGEST_MAX_NEW_SENSORS =
            of(
                    INGEST,
                    "ingest.max.new.sensors.per.hour",
                    PropertyType.integer(1, 100_000_000, "sensors per hour"),
                    "10000",
                    null,
                    "Sensors never seen before that a source subtask lets in within an hour; what"
                            + " others send is rejected until the hour is over.");

    public static final Property<Duration> INGEST_MAX_AHEAD =
            of(
                    INGEST,
                    "ingest.max.ahead",
                    PropertyType.duration(Duration.ZERO, DAY),
                    "2 h",
                    null,
                    "A reading's time further ahead of its receipt than this is replaced by the time"
                            + " of receipt, with the flag clock_far_ahead.");

    public static final Property<Duration> INGEST_MAX_AGE =
            of(
                    INGEST,
                    "ingest.max.age",
                    PropertyType.duration(Duration.ZERO, Duration.ofDays(36_500)),
                    "400 d",
                    "0 s",
                    "A reading older than this at receipt is rejected. 0 s switches the check off.");

    public static final Property<Duration> INGEST_DUPLICATE_HORIZON =
            of(
                    INGEST,
                    "ingest.duplicate.horizon",
                    PropertyType.duration(SECOND, Duration.ofHours(1)),
                    "90 s",
                    null,
                    "Payloads with neither id nor time that are equal and closer than this count"
                            + " once.");

    public static final Property<Duration> WINDOW_LENGTH =
            of(
                    WINDOW,
                    "window.length",
                    PropertyType.duration(SECOND, DAY),
                    "30 min",
                    "10 s",
                    "Length of the tumbling event-time windows.");

    public static final Property<Integer> INTERVAL_MINUTES =
            of(
                    WINDOW,
                    "INTERVAL_MINUTES",
                    PropertyType.integer(1, 1440, "minutes"),
                    null,
                    null,
                    "The original's name of window.length, in minutes. Set one of the two.");

    public static final Property<Duration> WINDOW_OUT_OF_ORDERNESS =
            of(
                    WINDOW,
                    "window.out.of.orderness",
                    PropertyType.duration(Duration.ZERO, Duration.ofHours(1)),
                    "60 s",
                    "2 s",
                    "How much later than a younger reading an older one may come without being late.");

    public static final Property<Duration> WINDOW_LATENESS =
            of(
                    WINDOW,
                    "window.lateness",
                    PropertyType.duration(Duration.ZERO, Duration.ofDays(30)),
                    "24 h",
                    null,
                    "How long after its end a window still takes readings, each batch of them as a"
                            + " revised row. Later ones are kept in readings alone, and counted.");

    public static final Property<Duration> WINDOW_REVISION_INTERVAL =
            of(
                    WINDOW,
                    "window.revision.interval",
                    PropertyType.duration(SECOND, Duration.ofHours(1)),
                    "1 min",
                    "10 s",
                    "Late readings of a window are gathered this long before its revised row is"
                            + " written.");

    public static final Property<Integer> WINDOW_EXACT_VALUES =
            of(
                    WINDOW,
                    "window.exact.values",
                    PropertyType.integer(16, 100_000, "values"),
                    "1024",
                    null,
                    "Values of one metric in one window up to which percentiles are exact; beyond it"
                            + " a sketch estimates them.");

    public static final Property<String> LAKE_PATH =
            of(
                    LAKE,
                    "lake.path",
                    PropertyType.text("a folder or a URI"),
                    null,
                    null,
                    "Root of a lake outside S3: tables lie in raw/ and aggregated/ below it. Not"
                            + " together with SOURCE_BUCKET and DEST_BUCKET; local runs set it to LAKE"
                            + " where no bucket is given.");

    public static final Property<String> SOURCE_BUCKET =
            of(
                    LAKE,
                    "SOURCE_BUCKET",
                    PropertyType.text("an S3 bucket name", BUCKET),
                    null,
                    null,
                    "Bucket of the raw side: readings and rejected_messages.");

    public static final Property<String> SOURCE_PREFIX =
            of(
                    LAKE,
                    "SOURCE_PREFIX",
                    PropertyType.text("a key prefix without leading or trailing slash", PREFIX),
                    "raw",
                    null,
                    "Prefix of the raw side.");

    public static final Property<String> DEST_BUCKET =
            of(
                    LAKE,
                    "DEST_BUCKET",
                    PropertyType.text("an S3 bucket name", BUCKET),
                    null,
                    null,
                    "Bucket of the aggregated side: sensor_aggregates.");

    public static final Property<String> DEST_PREFIX =
            of(
                    LAKE,
                    "DEST_PREFIX",
                    PropertyType.text("a key prefix without leading or trailing slash", PREFIX),
                    "aggregated",
                    null,
                    "Prefix of the aggregated side.");

    public static final Property<String> GLUE_DATABASE =
            of(
                    LAKE,
                    "GLUE_DATABASE",
                    PropertyType.text("1 to 255 lower-case letters, digits or '_'", DATABASE),
                    "iot_data_catalog",
                    null,
                    "Database of the tables in the catalogue.");

    public static final Property<Integer> LAKE_MAX_OPEN_WRITERS =
            of(
                    LAKE,
                    "lake.max.open.writers",
                    PropertyType.integer(1, 10_000, "files"),
                    "64",
                    null,
                    "Parquet files open at once, for each table and subtask. The least recently"
                            + " written is finished early to make room.");

    public static final Property<Duration> LAKE_FRESHNESS =
            of(
                    LAKE,
                    "lake.freshness",
                    PropertyType.duration(Duration.ZERO, DAY),
                    "5 min",
                    "0 s",
                    "How long rows may wait, in the job's state, for others of their folder, so that"
                            + " files become larger: rows are visible within this and two checkpoint"
                            + " intervals. At or below the checkpoint interval files appear with every"
                            + " checkpoint.");

    public static final Property<CatalogKind> CATALOG =
            of(
                    LAKE,
                    "catalog",
                    PropertyType.oneOf(CatalogKind.class),
                    "glue",
                    "none",
                    "Catalogue in which the tables are checked at start and new partitions are"
                            + " registered. glue needs SOURCE_BUCKET and DEST_BUCKET; with lake.path the"
                            + " default is none.");

    public static final Property<Creation> CATALOG_CREATE =
            of(
                    LAKE,
                    "catalog.create",
                    PropertyType.oneOf(Creation.class),
                    "false",
                    null,
                    "Whether the job makes database, tables, views and columns that the catalogue"
                            + " lacks; else it fails at start and names each. What is there and differs"
                            + " is never changed, but for the text of a view.");

    public static final Property<String> CATALOG_ENDPOINT =
            of(
                    LAKE,
                    "catalog.endpoint",
                    PropertyType.text(
                            "http:// or https://, a host and, if need be, a port", ENDPOINT),
                    null,
                    null,
                    "Where Glue is spoken to instead of the region's own endpoint, for emulators.");

    public static final Property<String> CATALOG_NAME =
            of(
                    LAKE,
                    "catalog.name",
                    PropertyType.text(
                            "1 to 255 lower-case letters, digits, '_' or '-'", CATALOG_NAME_FORM),
                    PrestoView.ATHENA_CATALOG,
                    null,
                    "What the engine that reads the views calls this catalogue. The default is"
                            + " Athena's name; for a Trino of your own it is the name of its file in"
                            + " etc/catalog, without .properties.");

    /** Every setting, in the order of the documentation. */
    public static final List<Property<?>> ALL =
            List.of(
                    MQTT_BROKER,
                    MQTT_CREDENTIALS,
                    MQTT_SECRET,
                    MQTT_SNI_HOST,
                    MQTT_THING,
                    MQTT_SHARED_GROUP,
                    MQTT_SLOTS,
                    MQTT_RECEIVE_MAXIMUM,
                    MQTT_SESSION_EXPIRY,
                    MQTT_KEEP_ALIVE,
                    MQTT_MAXIMUM_PACKET_SIZE,
                    MQTT_ACKNOWLEDGE,
                    MQTT_RESEND_AFTER,
                    MQTT_SESSION_LOSS,
                    MQTT_END_AFTER_IDLE,
                    INGEST_MAX_ELEMENTS,
                    INGEST_MAX_METRICS,
                    INGEST_MAX_ID_LENGTH,
                    INGEST_MAX_JSON_DEPTH,
                    INGEST_MAX_REJECTS,
                    INGEST_MAX_NEW_SENSORS,
                    INGEST_MAX_AHEAD,
                    INGEST_MAX_AGE,
                    INGEST_DUPLICATE_HORIZON,
                    WINDOW_LENGTH,
                    INTERVAL_MINUTES,
                    WINDOW_OUT_OF_ORDERNESS,
                    WINDOW_LATENESS,
                    WINDOW_REVISION_INTERVAL,
                    WINDOW_EXACT_VALUES,
                    LAKE_PATH,
                    SOURCE_BUCKET,
                    SOURCE_PREFIX,
                    DEST_BUCKET,
                    DEST_PREFIX,
                    GLUE_DATABASE,
                    LAKE_MAX_OPEN_WRITERS,
                    LAKE_FRESHNESS,
                    CATALOG,
                    CATALOG_CREATE,
                    CATALOG_ENDPOINT,
                    CATALOG_NAME);

    /** The names that the original Lambda took from its environment; the job does too. */
    public static final List<Property<?>> ORIGINAL_ENVIRONMENT =
            List.of(
                    SOURCE_BUCKET,
                    SOURCE_PREFIX,
                    DEST_BUCKET,
                    DEST_PREFIX,
                    INTERVAL_MINUTES,
                    GLUE_DATABASE);

    private JobProperties() {}

    private static <T> Property<T> of(
            String group,
            String key,
            PropertyType<T> type,
            @Nullable String defaultText,
            @Nullable String localText,
            String meaning) {
        return new Property<>(group, key, type, defaultText, localText, meaning);
    }
}
