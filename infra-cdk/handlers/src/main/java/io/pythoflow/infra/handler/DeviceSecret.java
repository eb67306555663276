package io.pythoflow.infra.handler;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * The secret of one device. Of its versions nothing leaves this class but which certificate they
 * belong to.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html">PutSecretValue</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html">UpdateSecretVersionStage</a>
 */
final class DeviceSecret {

    static final String CERTIFICATE_ARN = "certificate_arn";

    private static final String CURRENT = "AWSCURRENT";
    private static final String PREVIOUS = "AWSPREVIOUS";

    private final SecretsManagerClient secrets;
    private final String arn;

    DeviceSecret(SecretsManagerClient secrets, String arn) {
        this.secrets = secrets;
        this.arn = arn;
    }

    /**
     * @param certificateArn of the certificate whose keys it holds; null: it holds none, such as
     *     what a secret is filled with when it is made
     */
    record Version(String id, @Nullable String certificateArn) {

        boolean isOf(String certificateId) {
            return certificateArn != null && certificateArn.endsWith("/" + certificateId);
        }
    }

    Optional<Version> current() {
        return find(GetSecretValueRequest.builder().secretId(arn).versionStage(CURRENT).build());
    }

    Optional<Version> previous() {
        return find(GetSecretValueRequest.builder().secretId(arn).versionStage(PREVIOUS).build());
    }

    /** The version that was put with this token, whatever has become of its stage since. */
    Optional<Version> writtenWith(String token) {
        return find(GetSecretValueRequest.builder().secretId(arn).versionId(token).build());
    }

    /**
     * Makes the text the current version. The token becomes its id, so that a second writer with
     * the same token and another text is refused with {@code ResourceExistsException}.
     */
    void put(String token, String text) {
        secrets.putSecretValue(
                call -> call.secretId(arn).clientRequestToken(token).secretString(text));
    }

    /** Makes another version current; Secrets Manager makes this one previous. */
    void moveCurrent(Version from, Version to) {
        secrets.updateSecretVersionStage(
                call ->
                        call.secretId(arn)
                                .versionStage(CURRENT)
                                .removeFromVersionId(from.id())
                                .moveToVersionId(to.id()));
    }

    private Optional<Version> find(GetSecretValueRequest request) {
        try {
            GetSecretValueResponse value = secrets.getSecretValue(request);
            return Optional.of(new Version(value.versionId(), certificateArn(value)));
        } catch (ResourceNotFoundException | InvalidRequestException e) {
            // No such version, no secret, or one that is marked for deletion.
            return Optional.empty();
        }
    }

    private static @Nullable String certificateArn(GetSecretValueResponse value) {
        try {
            return value.secretString() != null
                            && Json.object(value.secretString()).get(CERTIFICATE_ARN)
                                    instanceof String arn
                    ? arn
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return arn;
    }
}
