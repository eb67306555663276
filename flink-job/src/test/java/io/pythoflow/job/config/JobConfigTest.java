package io.pythoflow.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.JobProperties.Acknowledge;
import io.pythoflow.contract.property.JobProperties.SessionLoss;
import io.pythoflow.contract.property.LakeProperties;
import io.pythoflow.contract.property.LakeProperties.Creation;
import io.pythoflow.contract.property.Property;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobConfigTest {

    private final Map<String, Properties> groups = new HashMap<>();

    @Test
    void defaultsAreThoseOfAws() {
        set(JobProperties.MQTT_BROKER, "mqtt://broker");
        set(LakeProperties.SOURCE_BUCKET, "raw-bucket");
        set(LakeProperties.DEST_BUCKET, "aggregated-bucket");

        JobConfig config = read();

        assertThat(config.mqtt().host()).isEqualTo("broker");
        assertThat(config.mqtt().port()).isEqualTo(1883);
        assertThat(config.mqtt().transport()).isEqualTo(MqttConfig.Transport.PLAIN);
        assertThat(config.mqtt().thing()).isEqualTo("irrigation-compute");
        assertThat(config.mqtt().clientPrefix()).isEqualTo("irrigation-compute");
        assertThat(config.mqtt().sharedGroup()).isEqualTo("pythoflow");
        assertThat(config.mqtt().slots()).isEqualTo(4);
        assertThat(config.mqtt().receiveMaximum()).isEqualTo(100);
        assertThat(config.mqtt().sessionExpiry()).isEqualTo(Duration.ofHours(1));
        assertThat(config.mqtt().keepAlive()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.mqtt().maximumPacketSize()).isEqualTo(256 * 1024);
        assertThat(config.mqtt().acknowledge()).isEqualTo(Acknowledge.CHECKPOINT);
        assertThat(config.mqtt().resendAfter()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.mqtt().sessionLoss()).isEqualTo(SessionLoss.REPORT);
        assertThat(config.mqtt().endAfterIdle()).isEmpty();
        assertThat(config.ingest().limits().maxElements()).isEqualTo(1000);
        assertThat(config.ingest().limits().maxMetrics()).isEqualTo(64);
        assertThat(config.ingest().limits().maxIdLength()).isEqualTo(128);
        assertThat(config.ingest().limits().maxDepth()).isEqualTo(16);
        assertThat(config.ingest().limits().maxRejects()).isEqualTo(16);
        assertThat(config.ingest().limits().maxAhead()).isEqualTo(Duration.ofHours(2));
        assertThat(config.ingest().limits().maxAge()).isEqualTo(Duration.ofDays(400));
        assertThat(config.ingest().maxNewSensorsPerHour()).isEqualTo(10_000);
        assertThat(config.ingest().duplicateHorizon()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.window().length()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.window().outOfOrderness()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.window().lateness()).isEqualTo(Duration.ofHours(24));
        assertThat(config.window().revisionInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.window().exactValues()).isEqualTo(1024);
        assertThat(config.lake().rawRoot()).isEqualTo(URI.create("s3://raw-bucket/raw"));
        assertThat(config.lake().aggregatedRoot())
                .isEqualTo(URI.create("s3://aggregated-bucket/aggregated"));
        assertThat(config.lake().database()).isEqualTo("iot_data_catalog");
        assertThat(config.lake().maxOpenWriters()).isEqualTo(64);
        assertThat(config.lake().freshness()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.lake().catalog())
                .contains(new CatalogConfig(Creation.FALSE, Optional.empty(), "awsdatacatalog"));
        assertThat(config.duplicateMemory()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void everySettingReachesTheConfiguration(@TempDir Path credentials) {
        set(JobProperties.MQTT_BROKER, "mqtts://iot.example:443");
        set(JobProperties.MQTT_CREDENTIALS, credentials.toString());
        set(JobProperties.MQTT_SNI_HOST, "sni.example");
        set(JobProperties.MQTT_THING, "compute-9");
        set(JobProperties.MQTT_CLIENT_PREFIX, "compute-9-blue");
        set(JobProperties.MQTT_SHARED_GROUP, "blue");
        set(JobProperties.MQTT_SLOTS, "8");
        set(JobProperties.MQTT_RECEIVE_MAXIMUM, "1000");
        set(JobProperties.MQTT_SESSION_EXPIRY, "2 d");
        set(JobProperties.MQTT_KEEP_ALIVE, "30 s");
        set(JobProperties.MQTT_MAXIMUM_PACKET_SIZE, "131072");
        set(JobProperties.MQTT_ACKNOWLEDGE, "receipt");
        set(JobProperties.MQTT_RESEND_AFTER, "25 s");
        set(JobProperties.MQTT_SESSION_LOSS, "fail");
        set(JobProperties.MQTT_END_AFTER_IDLE, "7 s");
        set(JobProperties.INGEST_MAX_ELEMENTS, "11");
        set(JobProperties.INGEST_MAX_METRICS, "12");
        set(JobProperties.INGEST_MAX_ID_LENGTH, "13");
        set(JobProperties.INGEST_MAX_JSON_DEPTH, "14");
        set(JobProperties.INGEST_MAX_REJECTS, "15");
        set(JobProperties.INGEST_MAX_NEW_SENSORS, "17");
        set(JobProperties.INGEST_MAX_AHEAD, "18 min");
        set(JobProperties.INGEST_MAX_AGE, "0 s");
        set(JobProperties.INGEST_DUPLICATE_HORIZON, "19 s");
        set(JobProperties.INTERVAL_MINUTES, "20");
        set(JobProperties.WINDOW_OUT_OF_ORDERNESS, "21 s");
        set(JobProperties.WINDOW_LATENESS, "22 h");
        set(JobProperties.WINDOW_REVISION_INTERVAL, "23 s");
        set(JobProperties.WINDOW_EXACT_VALUES, "24");
        set(LakeProperties.SOURCE_BUCKET, "one");
        set(LakeProperties.SOURCE_PREFIX, "raw/a");
        set(LakeProperties.DEST_BUCKET, "two");
        set(LakeProperties.DEST_PREFIX, "b");
        set(LakeProperties.GLUE_DATABASE, "fields");
        set(LakeProperties.LAKE_MAX_OPEN_WRITERS, "25");
        set(LakeProperties.LAKE_FRESHNESS, "26 min");
        set(LakeProperties.CATALOG, "glue");
        set(LakeProperties.CATALOG_CREATE, "true");
        set(LakeProperties.CATALOG_ENDPOINT, "http://localhost:5000");
        set(LakeProperties.CATALOG_NAME, "my-farm_2");

        JobConfig config = read();

        assertThat(config.mqtt().host()).isEqualTo("iot.example");
        assertThat(config.mqtt().port()).isEqualTo(443);
        assertThat(config.mqtt().transport()).isEqualTo(MqttConfig.Transport.TLS);
        assertThat(config.mqtt().credentials()).contains(credentials);
        assertThat(config.mqtt().secret()).isEmpty();
        assertThat(config.mqtt().sniHost()).contains("sni.example");
        assertThat(config.mqtt().thing()).isEqualTo("compute-9");
        assertThat(config.mqtt().clientPrefix()).isEqualTo("compute-9-blue");
        assertThat(config.mqtt().sharedGroup()).isEqualTo("blue");
        assertThat(config.mqtt().slots()).isEqualTo(8);
        assertThat(config.mqtt().receiveMaximum()).isEqualTo(1000);
        assertThat(config.mqtt().sessionExpiry()).isEqualTo(Duration.ofDays(2));
        assertThat(config.mqtt().keepAlive()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.mqtt().maximumPacketSize()).isEqualTo(131_072);
        assertThat(config.mqtt().acknowledge()).isEqualTo(Acknowledge.RECEIPT);
        assertThat(config.mqtt().resendAfter()).isEqualTo(Duration.ofSeconds(25));
        assertThat(config.mqtt().sessionLoss()).isEqualTo(SessionLoss.FAIL);
        assertThat(config.mqtt().endAfterIdle()).contains(Duration.ofSeconds(7));
        assertThat(config.ingest().limits().maxElements()).isEqualTo(11);
        assertThat(config.ingest().limits().maxMetrics()).isEqualTo(12);
        assertThat(config.ingest().limits().maxIdLength()).isEqualTo(13);
        assertThat(config.ingest().limits().maxDepth()).isEqualTo(14);
        assertThat(config.ingest().limits().maxRejects()).isEqualTo(15);
        assertThat(config.ingest().maxNewSensorsPerHour()).isEqualTo(17);
        assertThat(config.ingest().limits().maxAhead()).isEqualTo(Duration.ofMinutes(18));
        assertThat(config.ingest().limits().maxAge()).isNull();
        assertThat(config.ingest().duplicateHorizon()).isEqualTo(Duration.ofSeconds(19));
        assertThat(config.window().length()).isEqualTo(Duration.ofMinutes(20));
        assertThat(config.window().outOfOrderness()).isEqualTo(Duration.ofSeconds(21));
        assertThat(config.window().lateness()).isEqualTo(Duration.ofHours(22));
        assertThat(config.window().revisionInterval()).isEqualTo(Duration.ofSeconds(23));
        assertThat(config.window().exactValues()).isEqualTo(24);
        assertThat(config.lake().rawRoot()).isEqualTo(URI.create("s3://one/raw/a"));
        assertThat(config.lake().aggregatedRoot()).isEqualTo(URI.create("s3://two/b"));
        assertThat(config.lake().database()).isEqualTo("fields");
        assertThat(config.lake().maxOpenWriters()).isEqualTo(25);
        assertThat(config.lake().freshness()).isEqualTo(Duration.ofMinutes(26));
        assertThat(config.lake().catalog())
                .contains(
                        new CatalogConfig(
                                Creation.TRUE,
                                Optional.of(URI.create("http://localhost:5000")),
                                "my-farm_2"));
        assertThat(config.duplicateMemory()).isEqualTo(Duration.ofDays(2).plusMinutes(90));
    }

    @Test
    void everyProblemIsReportedAtOnceWithKeyValueAndWhatIsAllowed() {
        set(JobProperties.MQTT_BROKER, "mqtts://iot.example");
        set(JobProperties.MQTT_SLOTS, "0");
        set(JobProperties.WINDOW_LENGTH, "soon");
        group("window").setProperty("window.lenght", "5 min");
        group("lake").setProperty("mqtt.slots", "3");
        group("ingest").setProperty("ingest.max.rejects", " ");

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "mqtt.slots = '0': must be a whole number from 1 to 1000",
                        "window.length = 'soon': must be a duration from 1 s to 1 d, written as a number and ms, s,"
                                + " min, h or d",
                        "window.lenght in group 'window' is not a setting; docs/configuration.md lists them",
                        "mqtt.slots belongs to group 'mqtt', not 'lake'",
                        "ingest.max.rejects = '': must be a whole number from 1 to 10000; leave the key out for the"
                                + " default",
                        "mqtt.credentials is not set, nor is mqtt.secret: must be a folder with certificate.pem and"
                                + " private.key, or a secret, since mqtt.broker = 'mqtts://iot.example' asks for TLS",
                        "No place for the tables: set SOURCE_BUCKET and DEST_BUCKET (now '' and ''), or lake.path");
    }

    @Test
    void nothingSetIsAProblemAndNoFailure() {
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "mqtt.broker is not set: must be mqtt://host:port or mqtts://host:port (ports 1883 and 8883 if"
                                + " left out)",
                        "No place for the tables: set SOURCE_BUCKET and DEST_BUCKET (now '' and ''), or lake.path");
    }

    @Test
    void aFolderAndBucketsContradictEachOther() {
        set(JobProperties.MQTT_BROKER, "mqtt://broker");
        set(LakeProperties.LAKE_PATH, "lake");
        set(LakeProperties.SOURCE_BUCKET, "bucket");

        assertThat(problems())
                .containsExactly(
                        "lake.path = 'lake': must not be set together with SOURCE_BUCKET or DEST_BUCKET");
    }

    @Test
    void aFolderHasNoCatalogue() {
        set(JobProperties.MQTT_BROKER, "mqtt://broker");
        set(LakeProperties.LAKE_PATH, "lake");

        assertThat(read().lake().catalog()).isEmpty();

        set(LakeProperties.CATALOG, "none");
        assertThat(read().lake().catalog()).isEmpty();

        set(LakeProperties.CATALOG, "glue");
        assertThat(problems())
                .containsExactly(
                        "catalog = 'glue': must be none, or left out, together with lake.path; Glue lists"
                                + " tables in SOURCE_BUCKET and DEST_BUCKET");
    }

    /** Trino looks up catalogues in lower case alone. */
    @ParameterizedTest
    @ValueSource(strings = {"AwsDataCatalog", "my farm", "farm.lake", "farm\"", "höfe"})
    void whatNoEngineCallsACatalogueIsOneProblem(String name) {
        set(JobProperties.MQTT_BROKER, "mqtt://broker");
        set(LakeProperties.SOURCE_BUCKET, "one");
        set(LakeProperties.DEST_BUCKET, "two");
        set(LakeProperties.CATALOG_NAME, name);

        assertThat(problems())
                .containsExactly(
                        "catalog.name = '%s': must be 1 to 255 lower-case letters, digits, '_' or '-'"
                                .formatted(name));
    }

    @Test
    void theTwoNamesOfTheWindowLengthMustAgree() {
        set(JobProperties.MQTT_BROKER, "mqtt://broker");
        set(LakeProperties.LAKE_PATH, "lake");
        set(JobProperties.WINDOW_LENGTH, "5 min");
        set(JobProperties.INTERVAL_MINUTES, "6");

        assertThat(problems())
                .containsExactly(
                        "INTERVAL_MINUTES = '6' and window.length = '5 min' differ: set one of the two");
    }

    @Test
    void theOriginalsNamesAreTakenFromTheEnvironmentWhereNoPropertySetsThem() {
        set(JobProperties.MQTT_BROKER, "mqtt://broker");
        set(LakeProperties.SOURCE_BUCKET, "from-property");

        JobConfig config =
                JobConfig.from(
                        groups,
                        Map.of(
                                "SOURCE_BUCKET", "from-environment",
                                "SOURCE_PREFIX", "p1",
                                "DEST_BUCKET", "dest",
                                "DEST_PREFIX", "p2",
                                "INTERVAL_MINUTES", "15",
                                "GLUE_DATABASE", "db",
                                "PATH", "/bin"));

        assertThat(config.lake().rawRoot()).isEqualTo(URI.create("s3://from-property/p1"));
        assertThat(config.lake().aggregatedRoot()).isEqualTo(URI.create("s3://dest/p2"));
        assertThat(config.lake().database()).isEqualTo("db");
        assertThat(config.window().length()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void aLocalFolderBecomesAnAbsoluteUri() {
        set(JobProperties.MQTT_BROKER, "mqtt://broker");
        set(LakeProperties.LAKE_PATH, "some lake");

        assertThat(Path.of(read().lake().rawRoot()))
                .isEqualTo(Path.of("some lake/raw").toAbsolutePath());
    }

    @Test
    void theThingsNameComesFromTheCredentials(@TempDir Path credentials) throws IOException {
        Files.writeString(credentials.resolve("thing_name.txt"), "irrigation-compute-7\n");
        set(JobProperties.MQTT_BROKER, "mqtts://iot.example");
        set(JobProperties.MQTT_CREDENTIALS, credentials.toString());
        set(LakeProperties.LAKE_PATH, "lake");

        assertThat(read().mqtt().thing()).isEqualTo("irrigation-compute-7");
        assertThat(read().mqtt().clientPrefix()).isEqualTo("irrigation-compute-7");
        assertThat(read().mqtt().port()).isEqualTo(8883);
    }

    @ParameterizedTest
    @ValueSource(strings = {"irrigation-compute", "irrigation-compute-dev"})
    void environmentsOfOneThingDifferInTheirClientIds(String prefix) {
        set(JobProperties.MQTT_BROKER, "mqtts://iot.example");
        set(JobProperties.MQTT_SECRET, "compute");
        set(JobProperties.MQTT_CLIENT_PREFIX, prefix);
        set(LakeProperties.LAKE_PATH, "lake");

        assertThat(read().mqtt().clientPrefix()).isEqualTo(prefix);
        assertThat(read().mqtt().thing()).isEqualTo("irrigation-compute");
    }

    /** AWS IoT Core would close the connection and not say why. */
    @ParameterizedTest
    @ValueSource(strings = {"dev", "irrigation-computer", "irrigation-comput"})
    void aCertificateHasNoClientIdsButThoseOfItsThing(String prefix) {
        set(JobProperties.MQTT_BROKER, "mqtts://iot.example");
        set(JobProperties.MQTT_SECRET, "compute");
        set(JobProperties.MQTT_CLIENT_PREFIX, prefix);
        set(LakeProperties.LAKE_PATH, "lake");

        assertThat(problems())
                .containsExactly(
                        "mqtt.client.prefix = '%s': must be the thing's name or begin with it and '-', as in"
                                        .formatted(prefix)
                                + " 'irrigation-compute-dev', since mqtt.broker asks for TLS");
    }

    @Test
    void aPlainBrokerTiesClientIdsToNoThing() {
        set(JobProperties.MQTT_BROKER, "mqtt://broker");
        set(JobProperties.MQTT_CLIENT_PREFIX, "blue");
        set(LakeProperties.LAKE_PATH, "lake");

        assertThat(read().mqtt().clientPrefix()).isEqualTo("blue");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "irrigation-compute-credentials",
                "prod/iot/irrigation_compute@1+a=b.c",
                "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/iot/compute-a1B2c3",
                "arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:compute-a1B2c3"
            })
    void aSecretTakesThePlaceOfTheFolder(String secret) {
        set(JobProperties.MQTT_BROKER, "mqtts://iot.example:443");
        set(JobProperties.MQTT_SECRET, secret);
        set(LakeProperties.LAKE_PATH, "lake");

        assertThat(read().mqtt().secret()).contains(secret);
        assertThat(read().mqtt().credentials()).isEmpty();
        assertThat(read().mqtt().thing()).isEqualTo("irrigation-compute");
    }

    @Test
    void whatIsNoSecretsNameIsOneProblem() {
        set(JobProperties.MQTT_BROKER, "mqtts://iot.example");
        set(JobProperties.MQTT_SECRET, "arn:aws:iot:eu-west-1:123456789012:thing/compute");
        set(LakeProperties.LAKE_PATH, "lake");

        assertThat(problems())
                .containsExactly(
                        "mqtt.secret = 'arn:aws:iot:eu-west-1:123456789012:thing/compute': must be a secret's ARN, or"
                                + " its name of 1 to 512 letters, digits or /_+=.@-");
    }

    @Test
    void folderAndSecretExcludeEachOther(@TempDir Path credentials) {
        set(JobProperties.MQTT_BROKER, "mqtts://iot.example");
        set(JobProperties.MQTT_CREDENTIALS, credentials.toString());
        set(JobProperties.MQTT_SECRET, "compute");
        set(LakeProperties.LAKE_PATH, "lake");

        assertThat(problems())
                .containsExactly(
                        "mqtt.credentials = '%s' and mqtt.secret = 'compute' are both set: must be one of the two"
                                .formatted(credentials));
    }

    @Test
    void aHostMayHaveANameThatNoUriHas() {
        set(JobProperties.MQTT_BROKER, "mqtt://my_broker:1884");
        set(LakeProperties.LAKE_PATH, "lake");

        assertThat(read().mqtt().host()).isEqualTo("my_broker");
        assertThat(read().mqtt().port()).isEqualTo(1884);
    }

    @ParameterizedTest
    @ValueSource(ints = {443, 8883})
    void nothingGoesPlainlyWhereTlsIsMeant(int port) {
        String broker = "mqtt://iot.example:" + port;
        set(JobProperties.MQTT_BROKER, broker);
        set(JobProperties.MQTT_CREDENTIALS, "folder");
        set(JobProperties.MQTT_SECRET, "compute");
        set(LakeProperties.LAKE_PATH, "lake");

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "mqtt.broker = '%s': must be mqtts:// on port %d, where brokers speak TLS"
                                .formatted(broker, port),
                        "mqtt.credentials = 'folder': must not be set with mqtt.broker = '%s', which is not encrypted"
                                .formatted(broker),
                        "mqtt.secret = 'compute': must not be set with mqtt.broker = '%s', which is not encrypted"
                                .formatted(broker));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iot.example:8883",
                "tcp://iot.example",
                "MQTT://iot.example",
                "ssl://iot.example:8883"
            })
    void noOtherSchemeIsTakenForOneOfTheTwo(String broker) {
        set(JobProperties.MQTT_BROKER, broker);
        set(LakeProperties.LAKE_PATH, "lake");

        assertThat(problems())
                .containsExactly(
                        "mqtt.broker = '%s': must be mqtt://host:port or mqtts://host:port (ports 1883 and 8883 if left out)"
                                .formatted(broker));
    }

    private void set(Property<?> property, String text) {
        group(property.group()).setProperty(property.key(), text);
    }

    private Properties group(String id) {
        return groups.computeIfAbsent(id, g -> new Properties());
    }

    private JobConfig read() {
        return JobConfig.from(groups, Map.of());
    }

    private Iterable<String> problems() {
        return catchThrowableOfType(ConfigurationException.class, this::read).problems();
    }
}
