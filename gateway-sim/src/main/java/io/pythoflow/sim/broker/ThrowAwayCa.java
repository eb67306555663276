package io.pythoflow.sim.broker;

import io.pythoflow.sim.mqtt.Credentials;
import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority that exists while its certificates are written; its own key is never
 * stored. For tests on this machine.
 */
public final class ThrowAwayCa {

    private static final X500Name NAME = new X500Name("CN=PythoFlow throw-away CA");
    private static final Duration VALIDITY = Duration.ofDays(30);
    private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);

    private final KeyPair keys;
    private final X509CertificateHolder certificate;
    private final Instant now;

    /**
     * A new authority.
     *
     * @param now its certificates are valid from an hour earlier, for 30 days
     */
    public ThrowAwayCa(Instant now) throws GeneralSecurityException, IOException {
        this.now = now;
        this.keys = rsaKeys();
        this.certificate =
                signed(
                        builder(NAME, keys)
                                .addExtension(
                                        Extension.basicConstraints,
                                        true,
                                        new BasicConstraints(true)));
    }

    /** A folder for the broker's TLS listener, valid for {@code localhost}. */
    public void writeBroker(Path folder) throws GeneralSecurityException, IOException {
        KeyPair brokerKeys = rsaKeys();
        GeneralNames names =
                new GeneralNames(
                        new GeneralName[] {
                            new GeneralName(GeneralName.dNSName, "localhost"),
                            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                            new GeneralName(GeneralName.iPAddress, "::1")
                        });
        X509CertificateHolder own =
                signed(
                        builder(new X500Name("CN=localhost"), brokerKeys)
                                .addExtension(Extension.subjectAlternativeName, false, names));
        write(folder, own, brokerKeys.getPrivate());
    }

    /** A thing's folder, as AWS IoT hands it out: the key is PKCS#1. */
    public void writeThing(Path folder, String thingName)
            throws GeneralSecurityException, IOException {
        KeyPair thingKeys = rsaKeys();
        X509CertificateHolder own = signed(builder(new X500Name("CN=" + thingName), thingKeys));
        write(folder, own, thingKeys.getPrivate());
        Files.writeString(folder.resolve(Credentials.THING_NAME), thingName + "\n");
    }

    private void write(Path folder, X509CertificateHolder own, PrivateKey key) throws IOException {
        Files.createDirectories(folder);
        writePem(folder.resolve(Credentials.CERTIFICATE), own);
        writePem(folder.resolve(Credentials.ROOT_CA), certificate);
        Path keyFile = folder.resolve(Credentials.PRIVATE_KEY);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.deleteIfExists(keyFile);
            Files.createFile(
                    keyFile,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        writePem(keyFile, key);
    }

    private static void writePem(Path file, Object content) throws IOException {
        try (Writer out = Files.newBufferedWriter(file);
                JcaPEMWriter pem = new JcaPEMWriter(out)) {
            pem.writeObject(content);
        }
    }

    private X509v3CertificateBuilder builder(X500Name subject, KeyPair subjectKeys) {
        return new JcaX509v3CertificateBuilder(
                NAME,
                new BigInteger(64, new SecureRandom()),
                Date.from(now.minus(CLOCK_TOLERANCE)),
                Date.from(now.plus(VALIDITY)),
                subject,
                subjectKeys.getPublic());
    }

    private X509CertificateHolder signed(X509v3CertificateBuilder unsigned) throws IOException {
        try {
            return unsigned.build(
                    new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()));
        } catch (OperatorCreationException e) {
            throw new IOException("Cannot sign a certificate: " + e.getMessage(), e);
        }
    }

    private static KeyPair rsaKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }
}
