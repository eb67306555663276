package io.pythoflow.job.secret;

import io.pythoflow.job.mqtt.transport.TlsCredentials;
import io.pythoflow.job.mqtt.transport.TlsMaterial;

/**
 * Credentials in AWS Secrets Manager, fetched anew by every reader that opens: a rotated key is
 * taken with the next restart.
 *
 * @param secretId the secret's name or ARN; all that the job graph holds of it
 * @param thing who the client ids belong to. AWS IoT Core's policies tie client ids to the thing of
 *     the certificate, and refuse others without saying why.
 */
public record SecretCredentials(String secretId, String thing) implements TlsCredentials {

    /**
     * Called on the task thread while the reader starts; asks Secrets Manager.
     *
     * @throws SecretException if the secret cannot be fetched, or is not of this thing
     */
    @Override
    public TlsMaterial load() {
        ThingSecret secret = ThingSecret.parse(secretId, SecretsManager.fetch(secretId));
        if (secret.thingName() != null && !secret.thingName().equals(thing)) {
            throw new SecretException(
                    "The secret '%s' belongs to another thing than '%s': set mqtt.thing to its thing_name, or"
                                    .formatted(secretId, thing)
                            + " mqtt.secret to the secret of this thing");
        }
        return secret.material();
    }
}
