package io.pythoflow.job.config;

import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.JobProperties.Acknowledge;
import io.pythoflow.contract.property.JobProperties.SessionLoss;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the job reaches the broker.
 *
 * @param credentials folder of certificate and key; present exactly where {@code tls}
 * @param sniHost where it differs from {@code host}
 * @param thing who the job is; a prefix of its client ids
 * @param endAfterIdle makes the source bounded
 */
public record MqttConfig(
        String host,
        int port,
        Transport transport,
        Optional<Path> credentials,
        Optional<String> sniHost,
        String thing,
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

    /** What the bytes travel over. */
    public enum Transport {
        PLAIN,
        TLS
    }

    static MqttConfig from(Settings settings) {
        URI broker =
                URI.create(
                        settings.find(JobProperties.MQTT_BROKER)
                                .orElseGet(() -> missingBroker(settings)));
        Transport transport = broker.getScheme().equals("mqtts") ? Transport.TLS : Transport.PLAIN;
        Optional<Path> credentials = settings.find(JobProperties.MQTT_CREDENTIALS).map(Path::of);
        if (transport == Transport.TLS && credentials.isEmpty()) {
            settings.problem(
                    ("mqtt.credentials is not set: must be a folder with certificate.pem and private.key, since"
                                    + " mqtt.broker = '%s' asks for TLS")
                            .formatted(broker));
        }
        if (transport == Transport.PLAIN && credentials.isPresent()) {
            settings.problem(
                    "mqtt.credentials = '%s': must not be set with mqtt.broker = '%s', which is not encrypted"
                            .formatted(credentials.get(), broker));
        }
        int port =
                broker.getPort() >= 0 ? broker.getPort() : transport == Transport.TLS ? 8883 : 1883;
        if (port < 1 || port > 65_535) {
            settings.problem(
                    "mqtt.broker = '%s': must have a port from 1 to 65535".formatted(broker));
        }
        return new MqttConfig(
                broker.getHost() == null ? broker.getAuthority() : broker.getHost(),
                port,
                transport,
                credentials,
                settings.find(JobProperties.MQTT_SNI_HOST),
                credentials
                        .flatMap(folder -> thingName(settings, folder))
                        .orElse(settings.value(JobProperties.MQTT_THING)),
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

    private static String missingBroker(Settings settings) {
        if (!settings.isSet(JobProperties.MQTT_BROKER)) {
            settings.problem(
                    "mqtt.broker is not set: must be %s"
                            .formatted(JobProperties.MQTT_BROKER.type().allowed()));
        }
        return "mqtt://missing";
    }
}
