package io.pythoflow.infra.handler;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.iot.model.CreateKeysAndCertificateResponse;

/**
 * A new certificate with its keys. Lives from the call that makes them to the one that writes them
 * into the secret, and shows itself to nobody.
 */
record Credentials(
        String certificateId,
        String certificateArn,
        String certificatePem,
        String privateKey,
        String publicKey) {

    static Credentials of(CreateKeysAndCertificateResponse response) {
        return new Credentials(
                response.certificateId(),
                response.certificateArn(),
                response.certificatePem(),
                response.keyPair().privateKey(),
                response.keyPair().publicKey());
    }

    /** What the secret of this thing holds: a JSON object. */
    String secretText(String thingName) {
        Map<String, String> secret = new LinkedHashMap<>();
        secret.put("certificate_pem", certificatePem);
        secret.put("private_key", privateKey);
        secret.put("public_key", publicKey);
        secret.put("thing_name", thingName);
        secret.put(DeviceSecret.CERTIFICATE_ARN, certificateArn);
        return Json.text(secret);
    }

    @Override
    public String toString() {
        return "Credentials of certificate " + certificateId;
    }
}
