package io.pythoflow.sim.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * Reads PEM files. Messages name the file and what is wrong with it, never its content: it may be a
 * key.
 */
public final class Pem {

    private Pem() {}

    /**
     * One or more certificates, in the order of the file.
     *
     * @throws IOException with a sentence for people
     */
    public static List<X509Certificate> certificates(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(existing(file))) {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new IOException(file.getFileName() + " holds no certificate");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new IOException(file.getFileName() + " is not a PEM certificate", e);
        }
    }

    /**
     * A private key in PKCS#1, SEC 1 or PKCS#8 form; the JDK alone reads only the last.
     *
     * @throws IOException with a sentence for people
     */
    public static PrivateKey privateKey(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(existing(file), StandardCharsets.ISO_8859_1);
                PEMParser parser = new PEMParser(reader)) {
            // The JDK calls the algorithm EC, BouncyCastle ECDSA.
            JcaPEMKeyConverter converter =
                    new JcaPEMKeyConverter()
                            .setAlgorithmMapping(X9ObjectIdentifiers.id_ecPublicKey, "EC");
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                if (found instanceof PEMKeyPair keyPair) {
                    return converter.getPrivateKey(keyPair.getPrivateKeyInfo());
                }
                if (found instanceof PrivateKeyInfo keyInfo) {
                    return converter.getPrivateKey(keyInfo);
                }
                if (found instanceof PEMEncryptedKeyPair
                        || found instanceof PKCS8EncryptedPrivateKeyInfo) {
                    throw new UnusableFileException(file, "is encrypted; decrypt it first");
                }
            }
        } catch (UnusableFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The cause is dropped on purpose: a parser may quote what it could not parse.
            throw new UnusableFileException(file, "cannot be read as a PEM private key");
        }
        throw new UnusableFileException(file, "holds no PEM private key (PKCS#1 or PKCS#8)");
    }

    private static Path existing(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UnusableFileException(file, "is missing");
        }
        return file;
    }

    private static final class UnusableFileException extends IOException {

        UnusableFileException(Path file, String problem) {
            super(file.getFileName() + " " + problem);
        }
    }
}
