package io.pythoflow.sim.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.sim.SimException;
import io.pythoflow.sim.testing.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.operator.OperatorCreationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {

    private static KeyPair rsa;

    private final Instant now = Instant.now();

    @TempDir private Path folder;

    @BeforeAll
    static void makeKeys() throws GeneralSecurityException {
        rsa = PemFiles.rsa();
    }

    @Test
    void readsAKeyAsAwsHandsItOut() throws Exception {
        writeThing(folder, rsa);
        PemFiles.writePkcs1Key(folder.resolve("private.key"), rsa);

        assertThat(Files.readString(folder.resolve("private.key")))
                .startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(Credentials.load(folder).thingName()).isEqualTo("gateway-7");
    }

    @Test
    void readsAPkcs8Key() throws Exception {
        writeThing(folder, rsa);
        PemFiles.writePkcs8Key(folder.resolve("private.key"), rsa);

        assertThat(Files.readString(folder.resolve("private.key")))
                .startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(Credentials.load(folder).keys().getKeyManagers()).hasSize(1);
    }

    @Test
    void readsAnEllipticKey() throws Exception {
        KeyPair elliptic = PemFiles.elliptic();
        writeThing(folder, elliptic);
        PemFiles.writeSec1Key(folder.resolve("private.key"), elliptic);

        assertThat(Credentials.load(folder).thingName()).isEqualTo("gateway-7");
    }

    @Test
    void trustsTheJdkWithoutARootOfItsOwn() throws Exception {
        writeThing(folder, rsa);
        PemFiles.writePkcs1Key(folder.resolve("private.key"), rsa);
        assertThat(Credentials.load(folder).trust()).isNull();

        Files.copy(folder.resolve("certificate.pem"), folder.resolve("AmazonRootCA1.pem"));
        assertThat(Credentials.load(folder).trust()).isNotNull();
    }

    @Test
    void reportsEveryProblemAtOnce() throws Exception {
        Files.writeString(folder.resolve("thing_name.txt"), "two words\n");
        Files.writeString(folder.resolve("certificate.pem"), "no certificate");
        Files.writeString(folder.resolve("AmazonRootCA1.pem"), "");

        assertThatThrownBy(() -> Credentials.load(folder))
                .isInstanceOf(SimException.class)
                .hasMessageStartingWith("Cannot use the credentials in '" + folder + "': ")
                .hasMessageContaining("thing_name.txt must hold one name")
                .hasMessageContaining("certificate.pem is not a PEM certificate")
                .hasMessageContaining("private.key is missing")
                .hasMessageContaining("AmazonRootCA1.pem holds no certificate");
    }

    @Test
    void neverEchoesAKey() throws Exception {
        writeThing(folder, rsa);
        PemFiles.writePkcs1Key(folder.resolve("private.key"), rsa);
        Path key = folder.resolve("private.key");
        String broken = Files.readString(key).replace("MII", "M?I");
        Files.writeString(key, broken);

        assertThatThrownBy(() -> Credentials.load(folder))
                .hasMessageEndingWith("private.key cannot be read as a PEM private key")
                .hasNoCause();
    }

    @Test
    void refusesAKeyOfAnotherCertificate() throws Exception {
        writeThing(folder, rsa);
        PemFiles.writePkcs1Key(folder.resolve("private.key"), PemFiles.rsa());

        assertThatThrownBy(() -> Credentials.load(folder))
                .hasMessageEndingWith("private.key does not belong to certificate.pem");
    }

    @Test
    void refusesAnExpiredCertificate() throws Exception {
        writeThing(folder, rsa);
        PemFiles.writePkcs1Key(folder.resolve("private.key"), rsa);
        PemFiles.writeCertificate(
                folder.resolve("certificate.pem"),
                rsa,
                now.minus(Duration.ofDays(2)),
                now.minus(Duration.ofDays(1)));

        assertThatThrownBy(() -> Credentials.load(folder))
                .hasMessageContaining("certificate.pem expired on ");
    }

    @Test
    void readsOneFolderPerGatewayByName() throws Exception {
        for (String name : List.of("b", "a")) {
            Path gateway = Files.createDirectory(folder.resolve(name));
            writeThing(gateway, rsa);
            PemFiles.writePkcs1Key(gateway.resolve("private.key"), rsa);
            Files.writeString(gateway.resolve("thing_name.txt"), "thing-" + name);
        }

        assertThat(Credentials.loadBelow(folder))
                .extracting(Credentials::thingName)
                .containsExactly("thing-a", "thing-b");
    }

    @Test
    void reportsTheProblemsOfAllGateways() throws Exception {
        Files.createDirectory(folder.resolve("a"));
        Files.createDirectory(folder.resolve("b"));

        assertThatThrownBy(() -> Credentials.loadBelow(folder))
                .hasMessageContaining("a/thing_name.txt is missing")
                .hasMessageContaining("b/private.key is missing");
    }

    @Test
    void namesItsClientsAfterTheThing() throws Exception {
        writeThing(folder, rsa);
        PemFiles.writePkcs1Key(folder.resolve("private.key"), rsa);
        Credentials credentials = Credentials.load(folder);

        assertThat(ConnectionRequest.tool("load", 0, credentials).clientId())
                .isEqualTo("gateway-7");
        assertThat(ConnectionRequest.tool("load", 1, credentials).clientId())
                .matches("gateway-7-tool-[0-9a-z]+")
                .isNotEqualTo(ConnectionRequest.tool("load", 2, credentials).clientId());
    }

    private void writeThing(Path thing, KeyPair keys)
            throws IOException, OperatorCreationException {
        Files.writeString(thing.resolve("thing_name.txt"), " gateway-7\n");
        PemFiles.writeCertificate(
                thing.resolve("certificate.pem"),
                keys,
                now.minus(Duration.ofDays(1)),
                now.plus(Duration.ofDays(1)));
    }
}
