package io.pythoflow.job.mqtt.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeysTest {
    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void readsPkcs8(String algorithm) throws Exception {
        PrivateKey key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();

        assertThat(PrivateKeys.fromPem(TestCertificates.pem("PRIVATE KEY", key.getEncoded())))
                .isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 2048, 4096})
    void readsPkcs1(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();

        assertThat(PrivateKeys.fromPem(TestCertificates.pem("RSA PRIVATE KEY", pkcs1(key))))
                .isEqualTo(key);
    }

    @Test
    void findsTheKeyBehindOtherBlocks() throws Exception {
        PrivateKey key = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
        String pem =
                TestCertificates.pem(
                                "EC PARAMETERS", HexFormat.of().parseHex("06082a8648ce3d030107"))
                        + TestCertificates.pem("PRIVATE KEY", key.getEncoded());

        assertThat(PrivateKeys.fromPem(pem)).isEqualTo(key);
    }

    @Test
    void saysHowToConvertWhatItCannotRead() {
        assertThatThrownBy(
                        () ->
                                PrivateKeys.fromPem(
                                        TestCertificates.pem("EC PRIVATE KEY", new byte[9])))
                .isInstanceOf(InvalidKeySpecException.class)
                .hasMessage(
                        "Cannot read a private key of the kind \"EC PRIVATE KEY\": convert it with"
                                + " \"openssl pkcs8 -topk8 -nocrypt\"");
        assertThatThrownBy(() -> PrivateKeys.fromPem("nothing"))
                .isInstanceOf(InvalidKeySpecException.class)
                .hasMessageContaining("holds no \"BEGIN PRIVATE KEY\"");
    }

    /** RFC 8017, appendix A.1.2, written out by hand. */
    private static byte[] pkcs1(RSAPrivateCrtKey key) {
        byte[] numbers =
                concatenated(
                        Stream.of(
                                        BigInteger.ZERO,
                                        key.getModulus(),
                                        key.getPublicExponent(),
                                        key.getPrivateExponent(),
                                        key.getPrimeP(),
                                        key.getPrimeQ(),
                                        key.getPrimeExponentP(),
                                        key.getPrimeExponentQ(),
                                        key.getCrtCoefficient())
                                .map(number -> tagged("02", number.toByteArray()))
                                .toList());
        return tagged("30", numbers);
    }

    private static byte[] tagged(String tag, byte[] content) {
        String length =
                content.length < 128
                        ? String.format("%02x", content.length)
                        : content.length < 256
                                ? String.format("81%02x", content.length)
                                : String.format("82%04x", content.length);
        return concatenated(List.of(HexFormat.of().parseHex(tag + length), content));
    }

    private static byte[] concatenated(List<byte[]> parts) {
        byte[] all = new byte[0];
        for (byte[] part : parts) {
            int end = all.length;
            all = Arrays.copyOf(all, end + part.length);
            System.arraycopy(part, 0, all, end, part.length);
        }

        return all;
    }
}
