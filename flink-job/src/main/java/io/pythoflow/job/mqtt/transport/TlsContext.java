package io.pythoflow.job.mqtt.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.NetUtil;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;

/** Makes the TLS handlers of one broker. Immutable; shared by all connections of a reader. */
final class TlsContext {
    /** AWS IoT Core tells MQTT with client certificates from HTTPS on port 443 by this name. */
    static final String AWS_MQTT_PROTOCOL = "x-amzn-mqtt-ca";

    private static final int HTTPS_PORT = 443;

    private final SslContext context;
    private final String serverName;
    private final List<SNIServerName> serverNames;
    private final int port;

    private TlsContext(SslContext context, String serverName, int port) {
        this.context = context;
        this.serverName = serverName;
        this.serverNames = serverNames(serverName);
        this.port = port;
    }

    /** Reads the credentials; may block. */
    static TlsContext of(BrokerAddress broker, TlsSettings tls) {
        TlsMaterial material = tls.credentials().load();
        // The JDK's provider needs no native library, whose copies outlive a user class loader.
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
        try {
            if (material.certificateChain() != null && material.privateKey() != null) {
                builder.keyManager(
                        PrivateKeys.fromPem(material.privateKey()),
                        certificates(material.certificateChain()));
            }

            if (material.trustedCertificates() != null) {
                builder.trustManager(certificates(material.trustedCertificates()));
            }

            if (broker.port() == HTTPS_PORT) {
                builder.applicationProtocolConfig(
                        new ApplicationProtocolConfig(
                                ApplicationProtocolConfig.Protocol.ALPN,
                                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                                AWS_MQTT_PROTOCOL));
            }

            String serverName = tls.serverName() == null ? broker.host() : tls.serverName();
            return new TlsContext(builder.build(), serverName, broker.port());
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            throw new MqttFatalException(
                    "Cannot use the TLS credentials for "
                            + broker
                            + ": "
                            + e.getMessage()
                            + ". Check certificate, private key, trusted authorities and server name",
                    e);
        }
    }

    SslHandler newHandler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator, serverName, port);
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setServerNames(serverNames);
        handler.engine().setSSLParameters(parameters);
        return handler;
    }

    /** SNI knows names only, no addresses (RFC 6066, §3). */
    private static List<SNIServerName> serverNames(String serverName) {
        return NetUtil.isValidIpV4Address(serverName) || NetUtil.isValidIpV6Address(serverName)
                ? List.of()
                : List.of(new SNIHostName(serverName));
    }

    private static X509Certificate[] certificates(String pem)
            throws GeneralSecurityException, IOException {
        try (InputStream in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
        }
    }
}
