package io.pythoflow.sim.broker;

import com.hivemq.configuration.service.InternalConfigurations;
import io.pythoflow.sim.SimException;
import io.pythoflow.sim.mqtt.Credentials;
import io.pythoflow.sim.mqtt.KeyStores;
import io.pythoflow.sim.mqtt.Pem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.UUID;

/** Writes the configuration that HiveMQ reads at its start. */
final class BrokerConfiguration {

    /** Well above the 128 KB of AWS IoT Core and the job's 256 KiB. */
    private static final int MAX_PACKET_BYTES = 1 << 20;

    /** Publishers may have this many unacknowledged; HiveMQ's own default is 10. */
    private static final int RECEIVE_MAXIMUM = 1_000;

    private static final long SEVEN_DAYS_SECONDS = 7 * 24 * 3600;

    private BrokerConfiguration() {}

    /** What HiveMQ takes from static fields, for every broker of the process. */
    static void applyToProcess(BrokerSettings settings) {
        InternalConfigurations.MAX_INFLIGHT_WINDOW_SIZE_MESSAGES = settings.inflightWindow();
        // A batch is polled only when nothing is in flight: a smaller one would never fill the
        // window.
        InternalConfigurations.PUBLISH_POLL_BATCH_SIZE = settings.inflightWindow();
        InternalConfigurations.JMX_REPORTER_ENABLED.set(false);
        InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(50);
    }

    static void write(BrokerSettings settings, List<String> bindAddresses, Path folder)
            throws IOException {
        StringBuilder listeners = new StringBuilder();
        for (String address : bindAddresses) {
            listeners.append(
                    """
                    <tcp-listener>
                      <port>%d</port>
                      <bind-address>%s</bind-address>
                      <name>%s%s</name>
                    </tcp-listener>
                    """
                            .formatted(settings.port(), address, LocalBroker.PLAIN, address));
        }
        BrokerSettings.Tls tls = settings.tls();
        if (tls != null) {
            listeners.append(tlsListener(tls, bindAddresses.get(0), folder));
        }
        Files.writeString(
                folder.resolve("config.xml"),
                """
                <?xml version="1.0"?>
                <hivemq>
                  <listeners>
                %s  </listeners>
                  <mqtt>
                    <queued-messages>
                      <max-queue-size>%d</max-queue-size>
                      <strategy>discard</strategy>
                    </queued-messages>
                    <session-expiry><max-interval>%d</max-interval></session-expiry>
                    <packets><max-packet-size>%d</max-packet-size></packets>
                    <receive-maximum>
                      <server-receive-maximum>%d</server-receive-maximum>
                    </receive-maximum>
                  </mqtt>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                  <persistence><mode>in-memory</mode></persistence>
                </hivemq>
                """
                        .formatted(
                                listeners,
                                settings.maxQueuedMessages(),
                                SEVEN_DAYS_SECONDS,
                                MAX_PACKET_BYTES,
                                RECEIVE_MAXIMUM));
    }

    private static String tlsListener(BrokerSettings.Tls tls, String bindAddress, Path folder) {
        String password = UUID.randomUUID().toString();
        Path keys = folder.resolve("keys.p12");
        Path trusted = folder.resolve("trusted.p12");
        try {
            KeyStore own =
                    KeyStores.ofKey(
                            Pem.privateKey(tls.folder().resolve(Credentials.PRIVATE_KEY)),
                            Pem.certificates(tls.folder().resolve(Credentials.CERTIFICATE)),
                            password.toCharArray());
            store(own, keys, password);
            KeyStore roots =
                    KeyStores.ofRoots(Pem.certificates(tls.folder().resolve(Credentials.ROOT_CA)));
            store(roots, trusted, password);
        } catch (IOException | GeneralSecurityException e) {
            throw new SimException(
                    "Cannot use the TLS folder '%s': %s".formatted(tls.folder(), e.getMessage()),
                    e);
        }
        return """
               <tls-tcp-listener>
                 <port>%d</port>
                 <bind-address>%s</bind-address>
                 <name>%s</name>
                 <tls>
                   <client-authentication-mode>REQUIRED</client-authentication-mode>
                   <keystore>
                     <path>%s</path>
                     <password>%s</password>
                     <private-key-password>%s</private-key-password>
                   </keystore>
                   <truststore><path>%s</path><password>%s</password></truststore>
                 </tls>
               </tls-tcp-listener>
               """
                .formatted(
                        tls.port(),
                        bindAddress,
                        LocalBroker.TLS,
                        escaped(keys),
                        password,
                        password,
                        escaped(trusted),
                        password);
    }

    private static void store(KeyStore keyStore, Path file, String password)
            throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            keyStore.store(out, password.toCharArray());
        }
    }

    private static String escaped(Path path) {
        return path.toString().replace("&", "&amp;").replace("<", "&lt;");
    }
}
