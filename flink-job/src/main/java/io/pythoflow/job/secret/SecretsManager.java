package io.pythoflow.job.secret;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** Asks AWS Secrets Manager. */
final class SecretsManager {

    private static final Pattern ARN = Pattern.compile("arn:[^:]+:secretsmanager:([^:]+):.*");
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private SecretsManager() {}

    /**
     * The secret's current text. Blocks; throttling and failures of the service are tried again,
     * for a minute at most.
     *
     * @param secretId name or ARN
     * @throws SecretException if there is no answer, or no text in it
     */
    static String fetch(String secretId) {
        try (SecretsManagerClient client = client(secretId)) {
            return Optional.ofNullable(
                            client.getSecretValue(r -> r.secretId(secretId)).secretString())
                    .orElseThrow(
                            () ->
                                    new SecretException(
                                            "The secret '%s' holds bytes: it must hold text"
                                                    .formatted(secretId)));
        } catch (SecretsManagerException e) {
            throw new SecretException(refused(secretId, e));
        } catch (SdkException e) {
            throw new SecretException(unanswered(secretId, e));
        }
    }

    private static SecretsManagerClient client(String secretId) {
        SecretsManagerClientBuilder builder =
                SecretsManagerClient.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .overrideConfiguration(
                                limits ->
                                        limits.apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                                                .apiCallTimeout(TIMEOUT));
        regionOf(secretId).ifPresent(builder::region);
        return builder.build();
    }

    /** Of an ARN; a name has none, and the SDK looks for it in the process's surroundings. */
    private static Optional<Region> regionOf(String secretId) {
        return Optional.of(ARN.matcher(secretId))
                .filter(Matcher::matches)
                .map(arn -> Region.of(arn.group(1)));
    }

    private static String refused(String secretId, SecretsManagerException e) {
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        String remedy =
                switch (code == null ? "" : code) {
                    case "ResourceNotFoundException" ->
                            "check name, account and region in mqtt.secret";
                    case "AccessDeniedException", "DecryptionFailure" ->
                            "allow the job's role secretsmanager:GetSecretValue on it, and kms:Decrypt where it"
                                    + " has a key of its own";
                    case "InvalidRequestException" ->
                            "restore it if it is marked for deletion, and give it a value";
                    default -> "check Secrets Manager and the job's role, then start again";
                };
        return "Cannot fetch the secret '%s': %s. Secrets Manager says: %s"
                .formatted(secretId, remedy, e.getMessage());
    }

    private static String unanswered(String secretId, SdkException e) {
        // The SDK's parser quotes what it cannot read, which may be a part of the secret.
        String reason =
                e.getCause() instanceof UncheckedIOException
                        ? "the answer cannot be read"
                        : e.getMessage();
        return ("Cannot fetch the secret '%s': check the job's region (an ARN names it), its role, and the"
                        + " network's way to Secrets Manager. The SDK says: %s")
                .formatted(secretId, reason);
    }
}
