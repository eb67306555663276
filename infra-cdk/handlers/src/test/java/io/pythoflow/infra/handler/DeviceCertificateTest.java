package io.pythoflow.infra.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.iot.model.CertificateStatus;
import software.amazon.awssdk.services.iot.model.IotException;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iot.model.ThingPrincipalType;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** {@code Custom::DeviceCertificate}, from the event to the answer. */
class DeviceCertificateTest {

    private static final String THING = "irrigation-gateway-000";
    private static final String FIRST = FakeIot.id(1);
    private static final String SECOND = FakeIot.id(2);

    private final ManualLambda lambda = new ManualLambda();
    private final FakeIot iot = new FakeIot();
    private final FakeSecrets secrets = new FakeSecrets().generated();

    @AfterEach
    void nothingSecretLeavesTheFunction() {
        assertThat(lambda.everythingSeen())
                .doesNotContain(
                        FakeIot.PEM, "certificate-of-", "private-of-", "public-of-", "5ec7e7");
    }

    @Test
    void makesACertificateAndWritesItsKeysIntoTheSecretAlone() throws IOException {
        create(1);

        assertThat(lambda.answer())
                .containsEntry("Status", "SUCCESS")
                .containsEntry("PhysicalResourceId", FIRST)
                .containsEntry(
                        "Data",
                        Map.of("CertificateArn", FakeIot.arn(FIRST), "CertificateId", FIRST));
        assertThat(iot.certificates).isEqualTo(Map.of(FIRST, CertificateStatus.ACTIVE));
        assertThat(Json.object(Objects.requireNonNull(secrets.text())))
                .isEqualTo(
                        Map.of(
                                "certificate_pem",
                                "-----BEGIN CERTIFICATE-----\ncertificate-of-" + FIRST,
                                "private_key",
                                "-----BEGIN RSA PRIVATE KEY-----\nprivate-of-" + FIRST,
                                "public_key",
                                "-----BEGIN PUBLIC KEY-----\npublic-of-" + FIRST,
                                "thing_name",
                                THING,
                                "certificate_arn",
                                FakeIot.arn(FIRST)));
    }

    @Test
    void credentialsShowThemselvesToNobody() {
        Credentials credentials =
                Credentials.of(iot.createKeysAndCertificate(call -> call.setAsActive(true)));

        assertThat(credentials).hasToString("Credentials of certificate " + FIRST);
        assertThat(credentials.secretText(THING)).contains("private-of-" + FIRST);
    }

    @Test
    void aRequestDeliveredTwiceMakesOneCertificate() throws IOException {
        create(1);
        Object first = lambda.answer();
        lambda.bodies.clear();

        create(1);

        assertThat(lambda.answer()).isEqualTo(first);
        assertThat(iot.changes).containsExactly("create " + FIRST);
        assertThat(secrets.ids()).hasSize(2);
    }

    @Test
    void aRequestDeliveredTwiceAtOnceLeavesOneCertificate() throws IOException {
        // The other delivery writes after this one has looked and before it writes.
        secrets.beforePut =
                () -> new DeviceCertificate(iot, secrets).create(createRequest(1).request());

        create(1);

        assertThat(iot.certificates).isEqualTo(Map.of(SECOND, CertificateStatus.ACTIVE));
        assertThat(iot.changes)
                .containsExactly(
                        "create " + FIRST,
                        "create " + SECOND,
                        "INACTIVE " + FIRST,
                        "delete " + FIRST);
        assertThat(lambda.answer())
                .containsEntry("Status", "SUCCESS")
                .containsEntry("PhysicalResourceId", SECOND);
    }

    @Test
    void aRequestDeliveredAgainAfterItsCertificateWentIsAFailure() throws IOException {
        create(1);
        iot.certificates.put(FIRST, CertificateStatus.INACTIVE);
        lambda.bodies.clear();

        create(1);

        assertFailure("which this request wrote before, holds no credentials that work");
        assertThat(iot.certificates).hasSize(1);
    }

    @Test
    void aSecretThatCannotBeWrittenTakesTheCertificateWithIt() throws IOException {
        secrets.putFailures.add(
                SecretsManagerException.builder()
                        .statusCode(400)
                        .requestId("r-1")
                        .awsErrorDetails(
                                AwsErrorDetails.builder()
                                        .errorCode("ValidationException")
                                        .errorMessage("Value '-----BEGIN RSA' at 'secretString'")
                                        .build())
                        .build());

        create(1);

        assertThat(iot.certificates).isEmpty();
        assertThat(iot.changes)
                .containsExactly("create " + FIRST, "INACTIVE " + FIRST, "delete " + FIRST);
        assertFailure(
                "Cannot write the credentials of irrigation-gateway-000 into "
                        + FakeSecrets.ARN
                        + ": ValidationException (status 400, request r-1)");
        assertThat(physicalId()).startsWith("nothing-created:");
        assertThat(secrets.current()).isEqualTo("generated");
    }

    @Test
    void aWriteWhoseAnswerWasLostIsTakenBack() throws IOException {
        create(1);
        lambda.bodies.clear();
        String before = secrets.current();
        secrets.carriesOutWhatFails = true;
        secrets.putFailures.add(SdkClientException.create("Read timed out"));

        update(2, 1);

        assertThat(iot.certificates).isEqualTo(Map.of(FIRST, CertificateStatus.ACTIVE));
        assertThat(secrets.current()).isEqualTo(before);
        assertFailure("Cannot write the credentials");
        assertThat(physicalId()).isEqualTo(FIRST);
    }

    @Test
    void aCertificateThatCannotBeTakenBackIsNamedForTheDeletionOfTheResource() throws IOException {
        secrets.putFailures.add(SdkClientException.create("Read timed out"));
        iot.fails("UpdateCertificate", denied());

        create(1);

        assertFailure("Certificate " + FIRST + ", whose key nobody has, is left: AccessDenied");
        assertThat(physicalId()).isEqualTo(FIRST);

        lambda.bodies.clear();
        delete(FIRST, 1);
        assertThat(iot.certificates).isEmpty();
    }

    @Test
    void aCertificateThatCountsAsAttachedWhenItIsTakenBackIsLeftToTheDeletionToo()
            throws IOException {
        secrets.putFailures.add(SdkClientException.create("Read timed out"));
        iot.conflicts = 1;
        create(1);
        assertThat(physicalId()).isEqualTo(FIRST);
    }

    @Test
    void anAccountThatMakesNoMoreCertificatesIsAFailure() throws IOException {
        iot.fails("CreateKeysAndCertificate", denied());
        create(1);
        assertFailure("AccessDenied");
        assertThat(physicalId()).startsWith("nothing-created:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SecretArn", "ThingName", "Generation"})
    void refusesARequestWithoutAProperty(String missing) throws IOException {
        Map<String, String> properties = new HashMap<>(properties(1));
        properties.remove(missing);
        lambda.run(handler(), Requests.update(FIRST, properties, properties(1)).text());
        assertFailure("Property " + missing + " must be");
    }

    @Test
    void anotherGenerationIsAnotherCertificateWithAnotherId() throws IOException {
        create(1);
        lambda.bodies.clear();

        update(2, 1);

        assertThat(physicalId()).isEqualTo(SECOND);
        assertThat(iot.certificates)
                .isEqualTo(
                        Map.of(
                                FIRST, CertificateStatus.ACTIVE,
                                SECOND, CertificateStatus.ACTIVE));
        assertThat(secrets.text()).contains("private-of-" + SECOND);
    }

    @Test
    void anotherThingIsAnotherCertificate() throws IOException {
        create(1);
        lambda.bodies.clear();
        lambda.run(
                handler(),
                Requests.update(
                                FIRST,
                                properties(1),
                                Map.of(
                                        "SecretArn",
                                        FakeSecrets.ARN,
                                        "ThingName",
                                        "irrigation-gateway-001",
                                        "Generation",
                                        "1"))
                        .text());
        assertThat(physicalId()).isEqualTo(SECOND);
    }

    @Test
    void anUpdateThatChangesNothingKeepsTheCertificate() throws IOException {
        create(1);
        Object data = lambda.answer().get("Data");
        lambda.bodies.clear();

        update(1, 1);

        assertThat(lambda.answer())
                .containsEntry("PhysicalResourceId", FIRST)
                .containsEntry("Data", data);
        assertThat(iot.changes).hasSize(1);
    }

    @Test
    void anUpdateOfACertificateThatWentIsAFailure() throws IOException {
        update(1, 1);
        assertFailure("does not exist any more: give the device another generation");
    }

    @Test
    void deletionDeactivatesDetachesAndDeletes() throws IOException {
        create(1);
        lambda.bodies.clear();
        iot.attach(THING, FIRST, ThingPrincipalType.EXCLUSIVE_THING)
                .attachPolicy("gateway-1", FIRST)
                .attachPolicy("gateway-2", FIRST);

        delete(FIRST, 1);

        assertThat(iot.changes.subList(1, iot.changes.size()))
                .containsExactly(
                        "INACTIVE " + FIRST,
                        "detach " + THING,
                        "detach policy gateway-1",
                        "detach policy gateway-2",
                        "delete " + FIRST);
        assertThat(lambda.answer())
                .containsEntry("Status", "SUCCESS")
                .containsEntry("PhysicalResourceId", FIRST);
    }

    @Test
    void deletionTriesForMinutesWhatCountsAsAttached() throws IOException {
        create(1);
        lambda.bodies.clear();
        iot.conflicts = 30;

        delete(FIRST, 1);

        assertThat(iot.certificates).isEmpty();
        assertThat(lambda.passed()).isEqualTo(Duration.ofMinutes(5));
        assertThat(lambda.answer()).containsEntry("Status", "SUCCESS");
    }

    @Test
    void deletionGivesUpOnWhatStaysAttachedAndNamesIt() throws IOException {
        create(1);
        lambda.bodies.clear();
        iot.conflicts = Integer.MAX_VALUE;

        delete(FIRST, 1);

        assertThat(lambda.passed()).isEqualTo(Duration.ofMinutes(10));
        assertFailure("Certificate " + FIRST + " cannot be deleted, attached to it are []");
        assertThat(iot.certificates).isEqualTo(Map.of(FIRST, CertificateStatus.INACTIVE));
    }

    @Test
    void deletionOfWhatIsGoneIsSuccess() throws IOException {
        delete(FIRST, 1);
        assertThat(lambda.answer()).containsEntry("Status", "SUCCESS");
    }

    @Test
    void deletionOfWhatGoesMeanwhileIsSuccess() throws IOException {
        create(1);
        lambda.bodies.clear();
        iot.fails("DeleteCertificate", ResourceNotFoundException.builder().message("Gone").build());

        delete(FIRST, 1);

        assertThat(lambda.answer()).containsEntry("Status", "SUCCESS");
    }

    @Test
    void deletionOfAnIdThatCloudFormationMadeUpDoesNothing() throws IOException {
        delete("pythoflow-dev-devices-Certificate-1ABCDEF", 1);
        assertThat(iot.changes).isEmpty();
        assertThat(lambda.answer()).containsEntry("Status", "SUCCESS");
    }

    @Test
    void deletionOfTheGenerationBeforeLeavesTheSecretAlone() throws IOException {
        create(1);
        lambda.bodies.clear();
        update(2, 1);
        lambda.bodies.clear();
        String current = secrets.current();

        delete(FIRST, 1);

        assertThat(secrets.current()).isEqualTo(current);
        assertThat(iot.certificates).isEqualTo(Map.of(SECOND, CertificateStatus.ACTIVE));
    }

    @Test
    void deletionOfTheCurrentGenerationGivesTheOneBeforeBack() throws IOException {
        create(1);
        lambda.bodies.clear();
        String before = secrets.current();
        update(2, 1);
        lambda.bodies.clear();

        delete(SECOND, 2);

        assertThat(secrets.current()).isEqualTo(before);
        assertThat(secrets.text()).contains("private-of-" + FIRST);
        assertThat(iot.certificates).isEqualTo(Map.of(FIRST, CertificateStatus.ACTIVE));
    }

    @Test
    void theLastGenerationHasNothingToGoBackTo() throws IOException {
        create(1);
        lambda.bodies.clear();
        update(2, 1);
        lambda.bodies.clear();
        delete(SECOND, 2);
        lambda.bodies.clear();
        String current = secrets.current();

        // The version before is that of the second generation now, and its certificate is gone.
        delete(FIRST, 1);

        assertThat(secrets.current()).isEqualTo(current);
        assertThat(iot.certificates).isEmpty();
        assertThat(lambda.answer()).containsEntry("Status", "SUCCESS");
    }

    @Test
    void theOnlyGenerationHasAVersionBeforeItThatHoldsNoCredentials() throws IOException {
        create(1);
        lambda.bodies.clear();
        String current = secrets.current();

        delete(FIRST, 1);

        assertThat(secrets.current()).isEqualTo(current);
        assertThat(iot.certificates).isEmpty();
    }

    @Test
    void aSecretThatIsBeingDeletedDoesNotKeepTheCertificate() throws IOException {
        create(1);
        lambda.bodies.clear();
        secrets.markedForDeletion = true;
        delete(FIRST, 1);
        assertThat(iot.certificates).isEmpty();
    }

    @Test
    void aSecretThatMayNotBeReadIsAFailureBeforeAnythingIsMade() throws IOException {
        secrets.readFailure =
                SecretsManagerException.builder()
                        .message("not authorized to GetSecretValue")
                        .build();
        create(1);
        assertFailure("not authorized to GetSecretValue");
        assertThat(iot.certificates).isEmpty();
    }

    @Test
    void theThingGetsItsType() throws IOException {
        iot.things.put(THING, new FakeIot.Thing(null, Map.of("number", "000")));

        lambda.run(handler(), Requests.create(typed(1)).text());

        assertThat(lambda.answer()).containsEntry("Status", "SUCCESS");
        assertThat(iot.things.get(THING))
                .isEqualTo(new FakeIot.Thing("gateway-type", Map.of("number", "000")));
    }

    @Test
    void aThingThatCannotGetItsTypeIsAFailureBeforeAnythingIsMade() throws IOException {
        lambda.run(handler(), Requests.create(typed(1)).text());

        assertFailure("Cannot make thing " + THING + " one of type gateway-type");
        assertThat(iot.certificates).isEmpty();
    }

    private static Map<String, String> typed(int generation) {
        Map<String, String> properties = new HashMap<>(properties(generation));
        properties.put("ThingTypeName", "gateway-type");
        return properties;
    }

    private void create(int generation) throws IOException {
        lambda.run(handler(), createRequest(generation).text());
    }

    private void update(int generation, int before) throws IOException {
        lambda.run(
                handler(),
                Requests.update(FIRST, properties(generation), properties(before)).text());
    }

    private void delete(String id, int generation) throws IOException {
        lambda.runToTheEnd(handler(), Requests.delete(id, properties(generation)).text());
    }

    private static Requests createRequest(int generation) {
        return Requests.create(properties(generation));
    }

    private static Map<String, String> properties(int generation) {
        return Map.of(
                "SecretArn",
                FakeSecrets.ARN,
                "ThingName",
                THING,
                "Generation",
                Integer.toString(generation));
    }

    private DeviceCertificateHandler handler() {
        return new DeviceCertificateHandler(iot, secrets, lambda.platform());
    }

    private String physicalId() {
        return (String) Objects.requireNonNull(lambda.answer().get("PhysicalResourceId"));
    }

    private void assertFailure(String reason) {
        assertThat(lambda.answer()).containsEntry("Status", "FAILED");
        assertThat(Objects.requireNonNull(lambda.answer().get("Reason")).toString())
                .contains(reason);
    }

    private static IotException denied() {
        return (IotException)
                IotException.builder()
                        .message("AccessDenied")
                        .awsErrorDetails(
                                AwsErrorDetails.builder()
                                        .errorCode("AccessDenied")
                                        .errorMessage("AccessDenied")
                                        .build())
                        .build();
    }
}
