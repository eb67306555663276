package io.pythoflow.sim.mqtt;

import io.pythoflow.sim.SimException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A thing's key, certificate and name, read from a folder with {@code certificate.pem}, {@code
 * private.key}, {@code thing_name.txt} and, where the broker's certificate is not signed by a root
 * that the JDK knows, {@code AmazonRootCA1.pem}.
 */
public final class Credentials {

    public static final String CERTIFICATE = "certificate.pem";
    public static final String PRIVATE_KEY = "private.key";
    public static final String THING_NAME = "thing_name.txt";
    public static final String ROOT_CA = "AmazonRootCA1.pem";

    private final String thingName;
    private final KeyManagerFactory keys;
    private final @Nullable TrustManagerFactory trust;

    private Credentials(
            String thingName, KeyManagerFactory keys, @Nullable TrustManagerFactory trust) {
        this.thingName = thingName;
        this.keys = keys;
        this.trust = trust;
    }

    /**
     * Reads a folder.
     *
     * @throws SimException listing every problem of the folder
     */
    public static Credentials load(Path folder) {
        List<String> problems = new ArrayList<>();
        Optional<Credentials> credentials = read(folder, problems);
        return credentials.orElseThrow(
                () ->
                        new SimException(
                                "Cannot use the credentials in '%s': %s"
                                        .formatted(folder, String.join("; ", problems))));
    }

    /**
     * Reads every folder below another, by name.
     *
     * @throws SimException listing every problem of every folder
     */
    public static List<Credentials> loadBelow(Path parent) {
        List<String> problems = new ArrayList<>();
        List<Credentials> all = new ArrayList<>();
        for (Path folder : foldersIn(parent)) {
            List<String> ofFolder = new ArrayList<>();
            read(folder, ofFolder).ifPresent(all::add);
            ofFolder.forEach(problem -> problems.add(folder.getFileName() + "/" + problem));
        }
        if (!problems.isEmpty()) {
            throw new SimException(
                    "Cannot use the credentials below '%s': %s"
                            .formatted(parent, String.join("; ", problems)));
        }
        return List.copyOf(all);
    }

    private static List<Path> foldersIn(Path parent) {
        if (!Files.isDirectory(parent)) {
            throw new SimException(
                    "Cannot use the credentials below '%s': there is no such folder"
                            .formatted(parent));
        }
        try (Stream<Path> children = Files.list(parent)) {
            List<Path> folders = children.filter(Files::isDirectory).sorted().toList();
            if (folders.isEmpty()) {
                throw new SimException(
                        "Cannot use the credentials below '%s': it holds no folder; one per gateway"
                                        .formatted(parent)
                                + " is needed");
            }
            return folders;
        } catch (IOException e) {
            throw new SimException("Cannot list '%s': %s".formatted(parent, e.getMessage()), e);
        }
    }

    /** The client id. */
    public String thingName() {
        return thingName;
    }

    KeyManagerFactory keys() {
        return keys;
    }

    /** Null: the JDK's trust store. */
    @Nullable TrustManagerFactory trust() {
        return trust;
    }

    private static Optional<Credentials> read(Path folder, List<String> problems) {
        if (!Files.isDirectory(folder)) {
            problems.add("there is no such folder");
            return Optional.empty();
        }
        String name = attempt(() -> thingName(folder.resolve(THING_NAME)), problems);
        List<X509Certificate> chain =
                attempt(() -> valid(Pem.certificates(folder.resolve(CERTIFICATE))), problems);
        PrivateKey key = attempt(() -> Pem.privateKey(folder.resolve(PRIVATE_KEY)), problems);
        Path rootCa = folder.resolve(ROOT_CA);
        List<X509Certificate> roots =
                Files.exists(rootCa)
                        ? attempt(() -> Pem.certificates(rootCa), problems)
                        : List.of();
        if (name == null || chain == null || key == null || roots == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(attempt(() -> credentials(name, key, chain, roots), problems));
    }

    private static Credentials credentials(
            String thingName,
            PrivateKey key,
            List<X509Certificate> chain,
            List<X509Certificate> roots)
            throws IOException, GeneralSecurityException {
        requireMatch(key, chain.get(0));
        return new Credentials(
                thingName,
                KeyStores.keyManagers(key, chain),
                roots.isEmpty() ? null : KeyStores.trustManagers(roots));
    }

    private static String thingName(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(THING_NAME + " is missing");
        }
        String name = Files.readString(file, StandardCharsets.UTF_8).strip();
        if (!name.matches("[a-zA-Z0-9:_-]{1,128}")) {
            throw new IOException(
                    THING_NAME + " must hold one name of 1 to 128 letters, digits, ':', '_', '-'");
        }
        return name;
    }

    private static List<X509Certificate> valid(List<X509Certificate> chain) throws IOException {
        X509Certificate own = chain.get(0);
        try {
            own.checkValidity();
        } catch (CertificateExpiredException e) {
            throw new IOException(CERTIFICATE + " expired on " + own.getNotAfter().toInstant(), e);
        } catch (CertificateNotYetValidException e) {
            throw new IOException(
                    CERTIFICATE + " is valid only from " + own.getNotBefore().toInstant(), e);
        }
        return chain;
    }

    /** A folder with a thing's certificate and another's key fails here, not in the handshake. */
    private static void requireMatch(PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        byte[] probe = "probe".getBytes(StandardCharsets.US_ASCII);
        String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        boolean matches = key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm());
        if (matches) {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(probe);
            matches = signature.verify(signed);
        }
        if (!matches) {
            throw new IOException(PRIVATE_KEY + " does not belong to " + CERTIFICATE);
        }
    }

    private static <T> @Nullable T attempt(Step<T> step, List<String> problems) {
        try {
            return step.run();
        } catch (IOException e) {
            problems.add(e.getMessage());
        } catch (GeneralSecurityException e) {
            problems.add("key and certificate cannot be used (" + e.getMessage() + ")");
        }
        return null;
    }

    private interface Step<T> {
        T run() throws IOException, GeneralSecurityException;
    }
}
