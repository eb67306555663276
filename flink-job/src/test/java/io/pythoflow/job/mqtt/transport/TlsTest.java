package io.pythoflow.job.mqtt.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.pythoflow.job.mqtt.quirks.Quirks;
import io.pythoflow.job.mqtt.quirks.QuirksBroker;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static @TempDir Path folder;
    private static TestCertificates server;
    private static TestCertificates client;

    private final EventLoopGroup loop = new NioEventLoopGroup(1);
    private final RecordingListener heard = new RecordingListener();

    @BeforeAll
    static void makeCertificates() throws Exception {
        server = TestCertificates.create(folder, "server", "RSA");
        client = TestCertificates.create(folder, "client", "EC");
        Files.writeString(folder.resolve("certificate.pem"), client.certificatePem());
        Files.writeString(folder.resolve("private.key"), client.privateKeyPem());
        Files.writeString(folder.resolve("root.pem"), server.certificatePem());
    }

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void bothSidesProveWhoTheyAre() throws Exception {
        try (QuirksBroker broker = startSecured()) {
            MqttTransport transport =
                    transport(broker, new TlsSettings(files("certificate.pem"), null));
            transport.start(heard);
            await().until(() -> !heard.subscribed.isEmpty());

            broker.publish("t", new byte[128 * 1024], 1);
            await().until(() -> heard.messages.size() == 1);
            transport.close().orTimeout(10, TimeUnit.SECONDS).join();
            assertThat(broker.disconnectCodes()).containsExactly(0);
        }
    }

    @Test
    void aBrokerWithAnotherNameIsNotTrusted() throws Exception {
        try (QuirksBroker broker = startSecured()) {
            MqttTransport transport =
                    transport(broker, new TlsSettings(files("certificate.pem"), "elsewhere.test"));
            transport.start(heard);
            await().until(() -> !heard.disconnects.isEmpty());

            assertThat(heard.disconnects.get(0).reason()).contains("elsewhere.test");
            transport.close().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void asksForTheNameAndOnPort443ForMqtt() {
        SSLParameters parameters = parameters(443, "name.test");
        assertThat(parameters.getServerNames()).containsExactly(new SNIHostName("name.test"));
        assertThat(parameters.getApplicationProtocols()).containsExactly("x-amzn-mqtt-ca");
        assertThat(parameters.getEndpointIdentificationAlgorithm()).isEqualTo("HTTPS");

        assertThat(parameters(8883, null).getApplicationProtocols()).isEmpty();
        assertThat(parameters(8883, null).getServerNames())
                .containsExactly(new SNIHostName("host.test"));
    }

    @Test
    void theClientsOfAReaderShareWhatWasFetchedOnce() {
        AtomicInteger fetched = new AtomicInteger();
        TlsCredentials counted =
                () -> {
                    fetched.incrementAndGet();
                    return files("certificate.pem").load();
                };
        BrokerAddress broker =
                BrokerAddress.secured("host.test", 8883, new TlsSettings(counted, null));
        NettyTransports transports = new NettyTransports();

        transports.create(loop.next(), settings(broker));
        transports.create(loop.next(), settings(broker));

        assertThat(fetched).hasValue(1);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> files("missing.pem").load())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing.pem for the TLS connection to the broker");
    }

    @Test
    void aFileThatIsNoCertificateIsFatal() throws Exception {
        Files.writeString(folder.resolve("wrong.pem"), "nothing");
        BrokerAddress address =
                BrokerAddress.secured("host.test", 8883, new TlsSettings(files("wrong.pem"), null));

        assertThatThrownBy(() -> NettyMqttTransport.create(loop.next(), settings(address)))
                .isInstanceOf(MqttFatalException.class)
                .hasMessageContaining("Cannot use the TLS credentials for mqtts://host.test:8883");
    }

    @Test
    void aServerNameThatIsNoneIsFatal() {
        TlsSettings tls = new TlsSettings(files("certificate.pem"), "no such name");

        assertThatThrownBy(() -> TlsContext.of(BrokerAddress.secured("host.test", 8883, tls), tls))
                .isInstanceOf(MqttFatalException.class)
                .hasMessageContaining("Check certificate, private key, trusted authorities and");
    }

    @Test
    void certificateAndKeyBelongTogether() {
        assertThatThrownBy(() -> new TlsMaterial("certificate", null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not only the certificate");
    }

    @Test
    void nothingSecretIsPrinted() {
        assertThat(new TlsMaterial("certificate", "secret", null).toString())
                .doesNotContain("secret");
    }

    private static SSLParameters parameters(int port, @Nullable String serverName) {
        TlsSettings tls = new TlsSettings(files("certificate.pem"), serverName);
        return TlsContext.of(BrokerAddress.secured("host.test", port, tls), tls)
                .newHandler(ByteBufAllocator.DEFAULT)
                .engine()
                .getSSLParameters();
    }

    private static TlsCredentials files(String certificate) {
        return TlsCredentials.inFiles(
                folder.resolve(certificate).toString(),
                folder.resolve("private.key").toString(),
                folder.resolve("root.pem").toString());
    }

    /** Lets in only the client with the certificate made above. */
    private static QuirksBroker startSecured() throws SSLException {
        return QuirksBroker.start(Quirks.NONE, server.lettingIn(client.certificate()));
    }

    private MqttTransport transport(QuirksBroker broker, TlsSettings tls) {
        return NettyMqttTransport.create(
                loop.next(),
                settings(BrokerAddress.secured("localhost", broker.address().port(), tls)));
    }

    private static ConnectionSettings settings(BrokerAddress address) {
        return new ConnectionSettings(
                address,
                "client",
                List.of("t"),
                List.of(),
                false,
                false,
                100,
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                256 * 1024);
    }
}
