package io.pythoflow.infra.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.testing.MotoServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.CertificateStateException;
import software.amazon.awssdk.services.iot.model.CertificateStatus;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * {@code Custom::DeviceCertificate} and {@code Custom::AdoptedThing} against an emulated account.
 */
class DeviceCertificateIT {

    private static final String POLICY = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";

    @TempDir private static Path folder;
    private static MotoServer moto;
    private static IotClient iot;
    private static SecretsManagerClient secrets;

    private final ManualLambda lambda = new ManualLambda();
    private final StringBuilder seen = new StringBuilder();

    @BeforeAll
    static void startMoto() throws IOException {
        moto = MotoServer.start(folder);
        iot = MotoClients.client(moto, IotClient.builder());
        secrets = MotoClients.client(moto, SecretsManagerClient.builder());
    }

    @AfterAll
    static void stopMoto() {
        moto.close();
    }

    @AfterEach
    void nothingSecretLeavesTheFunction() {
        assertThat(seen).doesNotContain("-----BEGIN").doesNotContain("PRIVATE KEY");
    }

    @Test
    void aRotationThatIsRolledBackGivesTheDeviceItsCredentialsBack() throws IOException {
        String secret =
                secrets.createSecret(call -> call.name("dev/iot/back").secretString("generated"))
                        .arn();
        Map<String, String> first = properties(secret, 1);
        Map<String, String> second = properties(secret, 2);

        // 1. A device with one generation.
        String one = id(run(certificate(), Requests.create(first)));
        assertThat(held(secret))
                .containsEntry("certificate_arn", arn(one))
                .containsEntry("thing_name", "rotated")
                .containsKeys("certificate_pem", "private_key", "public_key")
                .hasSize(5);

        // 2. The second beside it; the request comes twice.
        Requests rotation = Requests.create(second).with("RequestId", "rotation");
        String two = id(run(certificate(), rotation));
        assertThat(id(run(certificate(), rotation))).isEqualTo(two).isNotEqualTo(one);
        assertThat(held(secret)).containsEntry("certificate_arn", arn(two));

        // 3. The deployment is rolled back.
        run(certificate(), Requests.delete(two, second));
        assertThat(held(secret)).containsEntry("certificate_arn", arn(one));
        assertThat(status(one)).isEqualTo(CertificateStatus.ACTIVE);
        assertGone(two);

        // 4. The device goes.
        run(certificate(), Requests.delete(one, first));
        assertGone(one);
    }

    @Test
    void aRotationEndsWithTheDeletionOfWhatIsAttachedStill() throws IOException {
        String secret = secrets.createSecret(call -> call.name("dev/iot/forth")).arn();
        Map<String, String> first = properties(secret, 1);

        // 1. Two generations, the first of them attached.
        String one = id(run(certificate(), Requests.create(first)));
        String two =
                id(
                        run(
                                certificate(),
                                Requests.create(properties(secret, 2))
                                        .with("RequestId", "rotation")));
        iot.createThing(call -> call.thingName("rotated"));
        iot.attachThingPrincipal(call -> call.thingName("rotated").principal(arn(one)));
        iot.createPolicy(call -> call.policyName("gateway").policyDocument(POLICY));
        iot.attachPolicy(call -> call.policyName("gateway").target(arn(one)));
        assertThatThrownBy(() -> iot.deleteCertificate(call -> call.certificateId(one)))
                .isInstanceOf(CertificateStateException.class);

        // 2. The first goes.
        run(certificate(), Requests.delete(one, first));
        assertGone(one);
        assertThat(held(secret)).containsEntry("certificate_arn", arn(two));
        assertThat(status(two)).isEqualTo(CertificateStatus.ACTIVE);
    }

    @Test
    void aSecretThatDoesNotExistLeavesNoCertificate() throws IOException {
        int before = iot.listCertificates().certificates().size();

        Map<String, @Nullable Object> answer =
                answer(
                        certificate(),
                        Requests.create(
                                properties(
                                        "arn:aws:secretsmanager:us-east-1:123456789012:secret:none-AbCdEf",
                                        1)));

        assertThat(answer).containsEntry("Status", "FAILED");
        assertThat(answer.get("Reason").toString())
                .contains(": ResourceNotFoundException (status 4");
        assertThat(iot.listCertificates().certificates()).hasSize(before);
    }

    @Test
    void aThingIsAdoptedAndLeft() throws IOException {
        iot.createThingType(call -> call.thingTypeName("irrigation-gateway"));
        iot.createThing(
                call ->
                        call.thingName("adopted")
                                .attributePayload(
                                        payload -> payload.attributes(Map.of("field", "north"))));
        String arn = iot.createKeysAndCertificate(call -> call.setAsActive(true)).certificateArn();
        Map<String, ?> properties =
                Map.of(
                        "ThingName",
                        "adopted",
                        "ThingTypeName",
                        "irrigation-gateway",
                        "CertificateArn",
                        arn,
                        "Attributes",
                        Map.of("number", "007"));

        String id = id(run(adopted(), Requests.create(properties)));

        assertThat(id).isEqualTo("adopted:adopted");
        assertThat(iot.describeThing(call -> call.thingName("adopted")))
                .satisfies(
                        thing -> {
                            assertThat(thing.thingTypeName()).isEqualTo("irrigation-gateway");
                            assertThat(thing.attributes())
                                    .isEqualTo(Map.of("field", "north", "number", "007"));
                        });
        assertThat(iot.listThingPrincipals(call -> call.thingName("adopted")).principals())
                .containsExactly(arn);

        run(adopted(), Requests.delete(id, properties));
        assertThat(iot.listThingPrincipals(call -> call.thingName("adopted")).principals())
                .containsExactly(arn);
        assertThat(status(arn.substring(arn.indexOf('/') + 1))).isEqualTo(CertificateStatus.ACTIVE);
    }

    private Map<String, @Nullable Object> run(CustomResourceHandler handler, Requests request)
            throws IOException {
        Map<String, @Nullable Object> answer = answer(handler, request);
        assertThat(answer).as(lambda.everythingSeen()).containsEntry("Status", "SUCCESS");
        return answer;
    }

    private Map<String, @Nullable Object> answer(CustomResourceHandler handler, Requests request)
            throws IOException {
        lambda.runToTheEnd(handler, request.text());
        Map<String, @Nullable Object> answer = lambda.answer();
        seen.append(lambda.everythingSeen());
        lambda.bodies.clear();
        return answer;
    }

    private DeviceCertificateHandler certificate() {
        return new DeviceCertificateHandler(iot, secrets, lambda.platform());
    }

    private AdoptedThingHandler adopted() {
        return new AdoptedThingHandler(iot, lambda.platform());
    }

    private static Map<String, String> properties(String secret, int generation) {
        return Map.of(
                "SecretArn",
                secret,
                "ThingName",
                "rotated",
                "Generation",
                Integer.toString(generation));
    }

    private static String id(Map<String, @Nullable Object> answer) {
        return (String) Objects.requireNonNull(answer.get("PhysicalResourceId"));
    }

    private static Map<String, @Nullable Object> held(String secret) {
        // Without the stage moto gives the newest version.
        return Json.object(
                secrets.getSecretValue(call -> call.secretId(secret).versionStage("AWSCURRENT"))
                        .secretString());
    }

    private static String arn(String id) {
        return FakeIot.arn(id);
    }

    private static CertificateStatus status(String id) {
        return iot.describeCertificate(call -> call.certificateId(id))
                .certificateDescription()
                .status();
    }

    private static void assertGone(String id) {
        assertThatThrownBy(() -> status(id)).isInstanceOf(ResourceNotFoundException.class);
    }
}
