package io.pythoflow.job.mqtt.transport;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads private keys from PEM. AWS IoT hands out PKCS#1 keys, which the JDK does not read; they are
 * wrapped into PKCS#8 here (RFC 5208 §5 around RFC 8017 appendix A.1.2).
 */
final class PrivateKeys {
    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN (?<kind>[A-Z0-9 ]*PRIVATE KEY)-----(?<body>[^-]*)-----END",
                    Pattern.DOTALL);

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /** INTEGER 0, then SEQUENCE { OID 1.2.840.113549.1.1.1 (rsaEncryption), NULL }. */
    private static final byte[] VERSION_AND_RSA_ALGORITHM = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    private PrivateKeys() {}

    static PrivateKey fromPem(String pem) throws GeneralSecurityException {
        Matcher matcher = PEM.matcher(pem);
        while (matcher.find()) {
            String kind = matcher.group("kind");
            byte[] der = Base64.getMimeDecoder().decode(matcher.group("body"));
            if (kind.equals("PRIVATE KEY")) {
                return fromPkcs8(der);
            }

            if (kind.equals("RSA PRIVATE KEY") && !matcher.group("body").contains(":")) {
                return fromPkcs8(wrapPkcs1(der));
            }

            throw new InvalidKeySpecException(
                    "Cannot read a private key of the kind \""
                            + kind
                            + "\": convert it with \"openssl pkcs8 -topk8 -nocrypt\"");
        }

        throw new InvalidKeySpecException(
                "The private key holds no \"BEGIN PRIVATE KEY\" or \"BEGIN RSA PRIVATE KEY\" block:"
                        + " give the key in PEM form");
    }

    private static PrivateKey fromPkcs8(byte[] der)
            throws NoSuchAlgorithmException, InvalidKeySpecException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // A key of another algorithm: the next one is tried.
            }
        }

        throw new InvalidKeySpecException(
                "The private key is none of " + ALGORITHMS + ": create one of these");
    }

    static byte[] wrapPkcs1(byte[] pkcs1) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(VERSION_AND_RSA_ALGORITHM);
        content.writeBytes(tagged(OCTET_STRING, pkcs1));
        return tagged(SEQUENCE, content.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            int lengthBytes = (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + 7) / 8;
            out.write(0x80 | lengthBytes);
            for (int i = lengthBytes - 1; i >= 0; i--) {
                out.write(content.length >> (8 * i));
            }
        }

        out.writeBytes(content);
        return out.toByteArray();
    }
}
