package io.pythoflow.job.config;

import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.JobProperties.Acknowledge;
import io.pythoflow.contract.property.JobProperties.SessionLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How the job reaches the broker.
 *
 * @param credentials folder of certificate and key; where {@code transport} is TLS either this or
 *     {@code secret} is present
 * @param secret name or ARN of a secret that holds certificate and key
 * @param sniHost where it differs from {@code host}
 * @param thing who the job is
 * @param clientPrefix what its client ids begin with
 * @param endAfterIdle makes the source bounded
 */
public record MqttConfig(
        String host,
        int port,
        Transport transport,
        Optional<Path> credentials,
        Optional<String> secret,
        Optional<String> sniHost,
        String thing,
        String clientPrefix,
        String sharedGroup,
        int slots,
        int receiveMaximum,
        Duration sessionExpiry,
        Duration keepAlive,
        int maximumPacketSize,
        Acknowledge acknowledge,
        Duration resendAfter,
        SessionLoss sessionLoss,
        Optional<Duration> endAfterIdle) {

    /** Of MQTT over TLS; AWS IoT Core has no others. */
    private static final Set<Integer> TLS_PORTS = Set.of(443, 8883);

    /** What the bytes travel over. */
    public enum Transport {
        PLAIN,
        TLS
    }

    static MqttConfig from(Settings settings) {
        String broker =
                settings.find(JobProperties.MQTT_BROKER).orElseGet(() -> missingBroker(settings));
        // Not as a URI, which knows no host such as "my_broker".
        String[] parts = broker.split("://|:", -1);
        Transport transport = parts[0].equals("mqtts") ? Transport.TLS : Transport.PLAIN;
        Optional<Path> credentials = settings.find(JobProperties.MQTT_CREDENTIALS).map(Path::of);
        Optional<String> secret = settings.find(JobProperties.MQTT_SECRET);
        int port =
                parts.length > 2
                        ? Integer.parseInt(parts[2])
                        : transport == Transport.TLS ? 8883 : 1883;
        if (port < 1 || port > 65_535) {
            settings.problem(
                    "mqtt.broker = '%s': must have a port from 1 to 65535".formatted(broker));
        }
        if (transport == Transport.TLS) {
            checkEncryption(settings, broker, credentials, secret);
        } else {
            checkPlainness(settings, broker, port, credentials, secret);
        }
        String thing =
                credentials
                        .flatMap(folder -> thingName(settings, folder))
                        .orElse(settings.value(JobProperties.MQTT_THING));
        return new MqttConfig(
                parts[1],
                port,
                transport,
                credentials,
                secret,
                settings.find(JobProperties.MQTT_SNI_HOST),
                thing,
                clientPrefix(settings, thing, transport),
                settings.value(JobProperties.MQTT_SHARED_GROUP),
                settings.value(JobProperties.MQTT_SLOTS),
                settings.value(JobProperties.MQTT_RECEIVE_MAXIMUM),
                settings.value(JobProperties.MQTT_SESSION_EXPIRY),
                settings.value(JobProperties.MQTT_KEEP_ALIVE),
                settings.value(JobProperties.MQTT_MAXIMUM_PACKET_SIZE),
                settings.value(JobProperties.MQTT_ACKNOWLEDGE),
                settings.value(JobProperties.MQTT_RESEND_AFTER),
                settings.value(JobProperties.MQTT_SESSION_LOSS),
                settings.find(JobProperties.MQTT_END_AFTER_IDLE));
    }

    private static void checkEncryption(
            Settings settings, String broker, Optional<Path> credentials, Optional<String> secret) {
        if (credentials.isPresent() && secret.isPresent()) {
            settings.problem(
                    "mqtt.credentials = '%s' and mqtt.secret = '%s' are both set: must be one of the two"
                            .formatted(credentials.get(), secret.get()));
        }
        if (!settings.isSet(JobProperties.MQTT_CREDENTIALS)
                && !settings.isSet(JobProperties.MQTT_SECRET)) {
            settings.problem(
                    ("mqtt.credentials is not set, nor is mqtt.secret: must be a folder with certificate.pem and"
                                    + " private.key, or a secret, since mqtt.broker = '%s' asks for TLS")
                            .formatted(broker));
        }
    }

    private static void checkPlainness(
            Settings settings,
            String broker,
            int port,
            Optional<Path> credentials,
            Optional<String> secret) {
        credentials.ifPresent(folder -> mustNotBeSet(settings, "credentials", folder, broker));
        secret.ifPresent(name -> mustNotBeSet(settings, "secret", name, broker));
        if (TLS_PORTS.contains(port)) {
            settings.problem(
                    "mqtt.broker = '%s': must be mqtts:// on port %d, where brokers speak TLS"
                            .formatted(broker, port));
        }
    }

    private static void mustNotBeSet(Settings settings, String key, Object value, String broker) {
        settings.problem(
                "mqtt.%s = '%s': must not be set with mqtt.broker = '%s', which is not encrypted"
                        .formatted(key, value, broker));
    }

    private static Optional<String> thingName(Settings settings, Path credentials) {
        Path file = credentials.resolve("thing_name.txt");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JobProperties.MQTT_THING.parse(Files.readString(file)));
        } catch (IOException | IllegalArgumentException e) {
            settings.problem(
                    "%s in mqtt.credentials: cannot be used as the thing's name (%s)"
                            .formatted(file, e.getMessage()));
            return Optional.empty();
        }
    }

    /** Checked here, because AWS IoT Core closes the connection of a client id without a word. */
    private static String clientPrefix(Settings settings, String thing, Transport transport) {
        String prefix = settings.find(JobProperties.MQTT_CLIENT_PREFIX).orElse(thing);
        if (transport == Transport.TLS
                && !prefix.equals(thing)
                && !prefix.startsWith(thing + "-")) {
            settings.problem(
                    "mqtt.client.prefix = '%s': must be the thing's name or begin with it and '-', as in '%s-dev', since mqtt.broker asks for TLS"
                            .formatted(prefix, thing));
        }
        return prefix;
    }

    private static String missingBroker(Settings settings) {
        if (!settings.isSet(JobProperties.MQTT_BROKER)) {
            settings.problem(
                    "mqtt.broker is not set: must be %s"
                            .formatted(JobProperties.MQTT_BROKER.type().allowed()));
        }
        return "mqtt://missing";
    }
}
