package io.pythoflow.job.mqtt.transport;

import org.jspecify.annotations.Nullable;

/**
 * What a TLS connection needs, each as PEM text.
 *
 * @param certificateChain the client's certificate, its issuers after it; null for none
 * @param privateKey PKCS#8 ("BEGIN PRIVATE KEY") or PKCS#1 ("BEGIN RSA PRIVATE KEY"), not
 *     encrypted; null for none
 * @param trustedCertificates authorities that may vouch for the broker; null for those of the JDK
 */
public record TlsMaterial(
        @Nullable String certificateChain,
        @Nullable String privateKey,
        @Nullable String trustedCertificates) {
    public TlsMaterial {
        if ((certificateChain == null) != (privateKey == null)) {
            throw new IllegalArgumentException(
                    "Certificate and private key belong together: give both or neither, not only the "
                            + (privateKey == null ? "certificate" : "private key"));
        }
    }

    /** Says what is there, never what it is. */
    @Override
    public String toString() {
        return "TlsMaterial[certificate and key "
                + (privateKey == null ? "absent" : "present")
                + ", trusts "
                + (trustedCertificates == null ? "the JDK's authorities" : "given authorities")
                + "]";
    }
}
