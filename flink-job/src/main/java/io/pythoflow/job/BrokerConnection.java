package io.pythoflow.job;

import io.pythoflow.job.config.MqttConfig;
import io.pythoflow.job.mqtt.transport.BrokerAddress;
import io.pythoflow.job.mqtt.transport.TlsCredentials;
import io.pythoflow.job.mqtt.transport.TlsSettings;
import io.pythoflow.job.secret.SecretCredentials;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the broker is spoken to, as configured: plainly, with a folder's key or with a secret's. */
final class BrokerConnection {

    private BrokerConnection() {}

    static BrokerAddress of(MqttConfig mqtt) {
        return switch (mqtt.transport()) {
            case PLAIN -> BrokerAddress.plain(mqtt.host(), mqtt.port());
            case TLS ->
                    BrokerAddress.secured(
                            mqtt.host(),
                            mqtt.port(),
                            new TlsSettings(credentials(mqtt), mqtt.sniHost().orElse(null)));
        };
    }

    private static TlsCredentials credentials(MqttConfig mqtt) {
        return mqtt.secret()
                .<TlsCredentials>map(secret -> new SecretCredentials(secret, mqtt.thing()))
                .orElseGet(() -> inFolder(mqtt.credentials().orElseThrow()));
    }

    private static TlsCredentials inFolder(Path folder) {
        Path authority = folder.resolve("AmazonRootCA1.pem");
        return TlsCredentials.inFiles(
                folder.resolve("certificate.pem").toString(),
                folder.resolve("private.key").toString(),
                Files.exists(authority) ? authority.toString() : null);
    }
}
