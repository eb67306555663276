package io.pythoflow.contract.property;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

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

    /** Group of the broker connection. */
    public static final String MQTT = "mqtt";

    /** Group of decoding, bounds and deduplication. */
    public static final String INGEST = "ingest";

    /** Group of the windows. */
    public static final String WINDOW = "window";

    /** Group of the tables. */
    public static final String LAKE = "lake";

    /** Group of the control loop. */
    public static final String CONTROL = "control";

    private static final Pattern BROKER = Pattern.compile("mqtts?://[^/:\\s]+(:\\d{1,5})?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");
    private static final Pattern SECRET =
            Pattern.compile(
                    "(arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\\d{12}:secret:)?"
                            + "[A-Za-z0-9/_+=.@-]{1,512}");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    public static final Property<String> MQTT_BROKER =
            new Property<>(
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
            new Property<>(
                    MQTT,
                    "mqtt.credentials",
                    PropertyType.text("a folder"),
                    null,
                    null,
                    "Folder with certificate.pem, private.key, thing_name.txt and, for a broker with"
                            + " a CA of its own, AmazonRootCA1.pem. For mqtts, this or mqtt.secret.");

    public static final Property<String> MQTT_SECRET =
            new Property<>(
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
            new Property<>(
                    MQTT,
                    "mqtt.sni.host",
                    PropertyType.text("a host name"),
                    null,
                    null,
                    "Host name for TLS where it differs from the address in mqtt.broker, for example"
                            + " behind a load balancer.");

    public static final Property<String> MQTT_THING =
            new Property<>(
                    MQTT,
                    "mqtt.thing",
                    PropertyType.text("1 to 100 letters, digits, '_', '.', ':' or '-'", NAME),
                    "irrigation-compute",
                    null,
                    "Who the job is: the name of its thing. thing_name.txt in mqtt.credentials goes"
                            + " before it; a secret is fetched after the client ids are made, so its"
                            + " thing_name must equal this.");

    public static final Property<String> MQTT_CLIENT_PREFIX =
            new Property<>(
                    MQTT,
                    "mqtt.client.prefix",
                    PropertyType.text("1 to 100 letters, digits, '_', '.', ':' or '-'", NAME),
                    null,
                    null,
                    "What the job's client ids begin with: they are <prefix>-slot-<i>, <prefix>-rules,"
                            + " <prefix>-answers and <prefix>-sink-<name>-<i>. The thing's name if"
                            + " left out. With TLS it is the thing's name or begins with it and '-',"
                            + " for AWS IoT Core lets a certificate use no other client ids.");

    public static final Property<String> MQTT_SHARED_GROUP =
            new Property<>(
                    MQTT,
                    "mqtt.shared.group",
                    PropertyType.text("1 to 100 letters, digits, '_', '.', ':' or '-'", NAME),
                    "pythoflow",
                    null,
                    "Name of the shared subscription that the slots form.");

    public static final Property<Integer> MQTT_SLOTS =
            new Property<>(
                    MQTT,
                    "mqtt.slots",
                    PropertyType.integer(1, 1000, "sessions"),
                    "4",
                    null,
                    "Number of MQTT sessions, independent of parallelism. Each holds at most"
                            + " mqtt.receive.maximum unacknowledged messages.");

    public static final Property<Integer> MQTT_RECEIVE_MAXIMUM =
            new Property<>(
                    MQTT,
                    "mqtt.receive.maximum",
                    PropertyType.integer(1, 65_535, "messages"),
                    "100",
                    null,
                    "Messages that a slot lets the broker send before it acknowledges. AWS IoT Core"
                            + " never sends more than 100.");

    public static final Property<Duration> MQTT_SESSION_EXPIRY =
            new Property<>(
                    MQTT,
                    "mqtt.session.expiry",
                    PropertyType.duration(Duration.ofMinutes(1), Duration.ofDays(7)),
                    "1 h",
                    null,
                    "How long the broker keeps a slot's messages while the job is away.");

    public static final Property<Duration> MQTT_KEEP_ALIVE =
            new Property<>(
                    MQTT,
                    "mqtt.keep.alive",
                    PropertyType.duration(Duration.ofSeconds(5), Duration.ofMinutes(20)),
                    "60 s",
                    null,
                    "A connection silent for one and a half times this is dead.");

    public static final Property<Integer> MQTT_MAXIMUM_PACKET_SIZE =
            new Property<>(
                    MQTT,
                    "mqtt.maximum.packet.size",
                    PropertyType.integer(1024, 16_777_216, "bytes"),
                    "262144",
                    null,
                    "Largest MQTT packet taken, bytes; announced to the broker, which acknowledges a"
                            + " larger one to its sender and throws it away. AWS IoT Core's limit is"
                            + " 128 KiB of payload.");

    public static final Property<Acknowledge> MQTT_ACKNOWLEDGE =
            new Property<>(
                    MQTT,
                    "mqtt.acknowledge",
                    PropertyType.oneOf(Acknowledge.class),
                    "checkpoint",
                    null,
                    "When a message is acknowledged. checkpoint loses nothing; receipt is bound by no"
                            + " window and loses what a crash catches between two checkpoints.");

    public static final Property<Duration> MQTT_RESEND_AFTER =
            new Property<>(
                    MQTT,
                    "mqtt.resend.after",
                    PropertyType.duration(SECOND, DAY),
                    "20 s",
                    null,
                    "Age of an unacknowledged message from which on an equal one under another packet"
                            + " id on the same connection is taken for the broker's resend. AWS IoT"
                            + " Core sends again after about 30 s.");

    public static final Property<SessionLoss> MQTT_SESSION_LOSS =
            new Property<>(
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
            new Property<>(
                    MQTT,
                    "mqtt.end.after.idle",
                    PropertyType.duration(SECOND, DAY),
                    null,
                    null,
                    "The job ends, and closes its last windows, once every slot was connected,"
                            + " received nothing and had nothing unacknowledged for this long. Off"
                            + " where not set: the job runs until it is stopped.");

    public static final Property<Integer> INGEST_MAX_ELEMENTS =
            new Property<>(
                    INGEST,
                    "ingest.max.elements",
                    PropertyType.integer(1, 100_000, "elements"),
                    "1000",
                    null,
                    "Array elements read from one message; a message with more is rejected beyond it.");

    public static final Property<Integer> INGEST_MAX_METRICS =
            new Property<>(
                    INGEST,
                    "ingest.max.metrics",
                    PropertyType.integer(1, 1000, "metrics"),
                    "64",
                    null,
                    "Metrics in one reading; a reading with more is rejected.");

    public static final Property<Integer> INGEST_MAX_ID_LENGTH =
            new Property<>(
                    INGEST,
                    "ingest.max.id.length",
                    PropertyType.integer(8, 1024, "characters"),
                    "128",
                    null,
                    "Characters in an identifier or a metric's name.");

    public static final Property<Integer> INGEST_MAX_JSON_DEPTH =
            new Property<>(
                    INGEST,
                    "ingest.max.json.depth",
                    PropertyType.integer(4, 200, "levels"),
                    "16",
                    null,
                    "Nesting of a message's JSON.");

    public static final Property<Integer> INGEST_MAX_REJECTS =
            new Property<>(
                    INGEST,
                    "ingest.max.rejects",
                    PropertyType.integer(1, 10_000, "rows"),
                    "16",
                    null,
                    "Rows kept in rejected_messages for one message; the last says how many more"
                            + " there were.");

    public static final Property<Integer> INGEST_MAX_NEW_SENSORS =
            new Property<>(
                    INGEST,
                    "ingest.max.new.sensors.per.hour",
                    PropertyType.integer(1, 100_000_000, "sensors per hour"),
                    "10000",
                    null,
                    "Sensors never seen before that a source subtask lets in within an hour; what"
                            + " others send is rejected until the hour is over.");

    public static final Property<Duration> INGEST_MAX_AHEAD =
            new Property<>(
                    INGEST,
                    "ingest.max.ahead",
                    PropertyType.duration(Duration.ZERO, DAY),
                    "2 h",
                    null,
                    "A reading's time further ahead of its receipt than this is replaced by the time"
                            + " of receipt, with the flag clock_far_ahead.");

    public static final Property<Duration> INGEST_MAX_AGE =
            new Property<>(
                    INGEST,
                    "ingest.max.age",
                    PropertyType.duration(Duration.ZERO, Duration.ofDays(36_500)),
                    "400 d",
                    "0 s",
                    "A reading older than this at receipt is rejected. 0 s switches the check off.");

    public static final Property<Duration> INGEST_DUPLICATE_HORIZON =
            new Property<>(
                    INGEST,
                    "ingest.duplicate.horizon",
                    PropertyType.duration(SECOND, Duration.ofHours(1)),
                    "90 s",
                    null,
                    "Payloads with neither id nor time that are equal and closer than this count"
                            + " once.");

    public static final Property<Duration> WINDOW_LENGTH =
            new Property<>(
                    WINDOW,
                    "window.length",
                    PropertyType.duration(SECOND, DAY),
                    "30 min",
                    "10 s",
                    "Length of the tumbling event-time windows.");

    public static final Property<Integer> INTERVAL_MINUTES =
            new Property<>(
                    WINDOW,
                    "INTERVAL_MINUTES",
                    PropertyType.integer(1, 1440, "minutes"),
                    null,
                    null,
                    "The original's name of window.length, in minutes. Set one of the two.");

    public static final Property<Duration> WINDOW_OUT_OF_ORDERNESS =
            new Property<>(
                    WINDOW,
                    "window.out.of.orderness",
                    PropertyType.duration(Duration.ZERO, Duration.ofHours(1)),
                    "60 s",
                    "2 s",
                    "How much later than a younger reading an older one may come without being late.");

    public static final Property<Duration> WINDOW_LATENESS =
            new Property<>(
                    WINDOW,
                    "window.lateness",
                    PropertyType.duration(Duration.ZERO, Duration.ofDays(30)),
                    "24 h",
                    null,
                    "How long after its end a window still takes readings, each batch of them as a"
                            + " revised row. Later ones are kept in readings alone, and counted.");

    public static final Property<Duration> WINDOW_REVISION_INTERVAL =
            new Property<>(
                    WINDOW,
                    "window.revision.interval",
                    PropertyType.duration(SECOND, Duration.ofHours(1)),
                    "1 min",
                    "10 s",
                    "Late readings of a window are gathered this long before its revised row is"
                            + " written.");

    public static final Property<Integer> WINDOW_EXACT_VALUES =
            new Property<>(
                    WINDOW,
                    "window.exact.values",
                    PropertyType.integer(16, 100_000, "values"),
                    "1024",
                    null,
                    "Values of one metric in one window up to which percentiles are exact; beyond it"
                            + " a sketch estimates them.");

    /** Every setting, in the order of the documentation. */
    public static final List<Property<?>> ALL =
            List.of(
                    MQTT_BROKER,
                    MQTT_CREDENTIALS,
                    MQTT_SECRET,
                    MQTT_SNI_HOST,
                    MQTT_THING,
                    MQTT_CLIENT_PREFIX,
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
                    ControlProperties.CONTROL_MODE,
                    ControlProperties.RULES_INITIAL,
                    ControlProperties.CONTROL_DECISION_INTERVAL,
                    ControlProperties.CONTROL_GATEWAY_SILENCE,
                    ControlProperties.CONTROL_ACK_TIMEOUT,
                    ControlProperties.CONTROL_COMMAND_VALIDITY,
                    LakeProperties.LAKE_PATH,
                    LakeProperties.SOURCE_BUCKET,
                    LakeProperties.SOURCE_PREFIX,
                    LakeProperties.DEST_BUCKET,
                    LakeProperties.DEST_PREFIX,
                    LakeProperties.GLUE_DATABASE,
                    LakeProperties.LAKE_MAX_OPEN_WRITERS,
                    LakeProperties.LAKE_FRESHNESS,
                    LakeProperties.CATALOG,
                    LakeProperties.CATALOG_CREATE,
                    LakeProperties.CATALOG_ENDPOINT,
                    LakeProperties.CATALOG_NAME);

    /** The names that the original Lambda took from its environment; the job does too. */
    public static final List<Property<?>> ORIGINAL_ENVIRONMENT =
            List.of(
                    LakeProperties.SOURCE_BUCKET,
                    LakeProperties.SOURCE_PREFIX,
                    LakeProperties.DEST_BUCKET,
                    LakeProperties.DEST_PREFIX,
                    INTERVAL_MINUTES,
                    LakeProperties.GLUE_DATABASE);

    private JobProperties() {}
}
