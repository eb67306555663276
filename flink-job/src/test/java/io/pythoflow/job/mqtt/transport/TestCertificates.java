package io.pythoflow.job.mqtt.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** A key with a self-signed certificate for localhost, made by the JDK's keytool. */
public record TestCertificates(X509Certificate certificate, PrivateKey privateKey) {
    private static final String PASSWORD = "password";

    public static TestCertificates create(Path folder, String name, String algorithm)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve(name + ".p12");
        Process keytool =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                                .toString(),
                                        "-genkeypair",
                                        "-keyalg",
                                        algorithm,
                                        "-alias",
                                        name,
                                        "-dname",
                                        "CN=" + name,
                                        "-ext",
                                        "san=dns:localhost",
                                        "-storetype",
                                        "PKCS12",
                                        "-keystore",
                                        store.toString(),
                                        "-storepass",
                                        PASSWORD))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(name + ".log").toFile())
                        .start();
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException(
                    "Keytool failed: " + Files.readString(folder.resolve(name + ".log")));
        }

        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }

        return new TestCertificates(
                (X509Certificate) keys.getCertificate(name),
                (PrivateKey) keys.getKey(name, PASSWORD.toCharArray()));
    }

    /** A server of this name that lets in only the client with that certificate. */
    public SslContext lettingIn(X509Certificate client) throws SSLException {
        return SslContextBuilder.forServer(privateKey, certificate)
                .clientAuth(ClientAuth.REQUIRE)
                .trustManager(client)
                .build();
    }

    public String certificatePem() throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    public String privateKeyPem() {
        return pem("PRIVATE KEY", privateKey.getEncoded());
    }

    /** In the form that AWS IoT hands out. For RSA keys of 2048 to 4096 bits. */
    public String privateKeyAsPkcs1Pem() {
        byte[] pkcs8 = privateKey.getEncoded();
        int wrapping = 26;
        return pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, wrapping, pkcs8.length));
    }

    static String pem(String kind, byte[] der) {
        return "-----BEGIN "
                + kind
                + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der)
                + "\n-----END "
                + kind
                + "-----\n";
    }
}
