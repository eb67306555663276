package io.pythoflow.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pythoflow.infra.deploy.CloudException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

class AskTest {

    @ParameterizedTest
    @CsvSource({
        "ExpiredToken, EXPIRED",
        "RequestExpired, EXPIRED",
        "InvalidClientTokenId, UNKNOWN_CREDENTIALS",
        "SignatureDoesNotMatch, UNKNOWN_CREDENTIALS",
        "AccessDenied, DENIED",
        "UnauthorizedOperation, DENIED",
        "Throttling, OTHER"
    })
    void tellsWhyThereIsNoAnswer(String code, Reason reason) {
        CloudException problem = failure(service(code));

        assertThat(problem.reason()).isEqualTo(reason);
        assertThat(problem).hasMessage("sts:GetCallerIdentity: " + code + ": so it is");
    }

    @Test
    void ofTheChainOfCredentialsOnlyTheProfileIsNamed() {
        CloudException problem =
                failure(
                        SdkClientException.create(
                                "Unable to load credentials from any of [Env: none, ProfileCredentialsProvider(profileName=x): Profile file contained no credentials for profile 'x': ProfileFile(sections=[]), more]"));

        assertThat(problem.reason()).isEqualTo(Reason.NO_CREDENTIALS);
        assertThat(problem).hasMessage("Profile file contained no credentials for profile 'x'");
    }

    @Test
    void whatIsUnknownIsNoProblemWhereItIsLookedFor() {
        assertThat(Ask.find("a:B", () -> raise(service("NotFound")), "NotFound")).isEmpty();
        assertThat(
                        catchThrowableOfType(
                                CloudException.class,
                                () -> Ask.find("a:B", () -> raise(service("Other")), "NotFound")))
                .hasMessageStartingWith("a:B: Other");
    }

    private static CloudException failure(RuntimeException cause) {
        return catchThrowableOfType(
                CloudException.class, () -> Ask.about("sts:GetCallerIdentity", () -> raise(cause)));
    }

    private static Object raise(RuntimeException cause) {
        throw cause;
    }

    private static AwsServiceException service(String code) {
        return AwsServiceException.builder()
                .awsErrorDetails(
                        AwsErrorDetails.builder().errorCode(code).errorMessage("so it is").build())
                .build();
    }
}
