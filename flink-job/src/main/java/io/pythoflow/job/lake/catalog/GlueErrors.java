package io.pythoflow.job.lake.catalog;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What Glue's errors mean for whoever runs the job. */
final class GlueErrors {

    static final String ALREADY_EXISTS = "AlreadyExistsException";

    private GlueErrors() {}

    /** Of a request that failed as a whole. */
    static String explain(SdkException e) {
        if (e instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null) {
            return explain(
                    refusal.awsErrorDetails().errorCode(),
                    refusal.awsErrorDetails().errorMessage(),
                    refusal.statusCode());
        }
        return ("no answer from Glue: check the job's region, its role, and the network's way to Glue."
                        + " The SDK says: %s")
                .formatted(e.getMessage());
    }

    /** Of one item of a request. */
    static String explain(@Nullable String code, @Nullable String message) {
        return explain(code, message, 200);
    }

    private static String explain(@Nullable String code, @Nullable String message, int status) {
        return "%s. Glue says: %s (%s)"
                .formatted(
                        remedy(code == null ? "" : code, status),
                        message == null ? "nothing" : message,
                        code == null || code.isEmpty() ? "status " + status : code);
    }

    private static String remedy(String code, int status) {
        return switch (code) {
            case "ThrottlingException", "Throttling", "TooManyRequestsException" ->
                    "too many requests at once; nothing to do unless it stays so, then ask AWS for a higher"
                            + " request quota of Glue";
            case "ConcurrentModificationException" ->
                    "somebody else changes the table at this moment; nothing to do";
            case "OperationTimeoutException", "InternalServiceException", "InternalFailure" ->
                    "Glue has trouble of its own; nothing to do but wait";
            case "EntityNotFoundException" ->
                    "database or table is missing: make it again, or start the job again with"
                            + " catalog.create = true";
            case "AccessDeniedException" ->
                    "allow the job's role what it needs in Glue, see docs/operations.md, and its tables in"
                            + " Lake Formation where that is in use";
            case "ResourceNumberLimitExceededException" ->
                    "a quota of Glue is used up: remove old partitions, or ask AWS for a higher one";
            case "GlueEncryptionException" ->
                    "allow the job's role the KMS key of the catalogue (kms:Decrypt, kms:GenerateDataKey)";
            case "UnrecognizedClientException",
                    "ExpiredTokenException",
                    "InvalidSignatureException",
                    "InvalidClientTokenId" ->
                    "check the credentials and the clock of the process";
            case "InvalidInputException", "ValidationException" ->
                    "compare the table with the contract: starting the job again names what differs";
            default ->
                    status >= 500
                            ? "Glue has trouble of its own; nothing to do but wait"
                            : "check Glue and the job's role";
        };
    }
}
