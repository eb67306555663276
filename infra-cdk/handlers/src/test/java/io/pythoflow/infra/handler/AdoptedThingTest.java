package io.pythoflow.infra.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.iot.model.ThingPrincipalType.EXCLUSIVE_THING;
import static software.amazon.awssdk.services.iot.model.ThingPrincipalType.NON_EXCLUSIVE_THING;

import io.pythoflow.infra.handler.FakeIot.Thing;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iot.model.CertificateStatus;
import software.amazon.awssdk.services.iot.model.InvalidRequestException;
import software.amazon.awssdk.services.iot.model.IotException;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;

/** {@code Custom::AdoptedThing}, from the event to the answer. */
class AdoptedThingTest {

    private static final String THING = "irrigation-gateway-000";
    private static final String CERTIFICATE = FakeIot.id(7);
    private static final String ID = "adopted:" + THING;

    private final ManualLambda lambda = new ManualLambda();
    private final FakeIot iot = new FakeIot();

    AdoptedThingTest() {
        iot.certificates.put(CERTIFICATE, CertificateStatus.ACTIVE);
        iot.things.put(THING, new Thing(null, Map.of("field", "north")));
    }

    @Test
    void setsTypeAndAttributesAndAttachesTheCertificateExclusively() throws IOException {
        create(properties("000"));

        assertThat(lambda.answer())
                .containsEntry("Status", "SUCCESS")
                .containsEntry("PhysicalResourceId", ID)
                .containsEntry(
                        "Data",
                        Map.of("ThingArn", "arn:aws:iot:us-east-1:123456789012:thing/" + THING));
        assertThat(iot.things)
                .containsEntry(
                        THING,
                        new Thing("irrigation-gateway", Map.of("field", "north", "number", "000")));
        assertThat(iot.attachments(CERTIFICATE)).containsExactly(THING + " EXCLUSIVE_THING");
    }

    @Test
    void leavesAnExclusiveAttachmentAlone() throws IOException {
        iot.attach(THING, CERTIFICATE, EXCLUSIVE_THING);
        create(properties("000"));
        assertSuccess();
        assertThat(iot.changes).containsExactly("update " + THING);
    }

    @Test
    void attachesAgainWhatWasNotExclusive() throws IOException {
        iot.attach(THING, CERTIFICATE, NON_EXCLUSIVE_THING);
        iot.staleLists = 2;

        create(properties("000"));

        assertSuccess();
        assertThat(iot.changes)
                .containsExactly(
                        "detach " + THING,
                        "attach " + THING + " EXCLUSIVE_THING",
                        "update " + THING);
        assertThat(lambda.passed()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void triesAgainWhileTheDetachmentIsNotSeenWhereItAttaches() throws IOException {
        iot.attach(THING, CERTIFICATE, NON_EXCLUSIVE_THING)
                .fails("AttachThingPrincipal", invalid(), invalid());
        create(properties("000"));
        assertSuccess();
        assertThat(iot.attachments(CERTIFICATE)).containsExactly(THING + " EXCLUSIVE_THING");
    }

    @Test
    void putsBackWhatItCannotAttachExclusively() throws IOException {
        iot.attach(THING, CERTIFICATE, NON_EXCLUSIVE_THING).fails("AttachThingPrincipal", denied());

        create(properties("000"));

        assertFailure("exclusively to " + THING + ": denied. It is attached as it was.");
        assertThat(iot.attachments(CERTIFICATE)).containsExactly(THING + " NON_EXCLUSIVE_THING");
    }

    @Test
    void saysSoWhenItCannotPutBackWhatItDetached() throws IOException {
        iot.attach(THING, CERTIFICATE, NON_EXCLUSIVE_THING)
                .fails("AttachThingPrincipal", denied(), denied());
        create(properties("000"));
        assertFailure("It is DETACHED now, attach it by hand: denied");
    }

    @Test
    void givesUpOnADetachmentThatIsNeverSeen() throws IOException {
        iot.attach(THING, CERTIFICATE, NON_EXCLUSIVE_THING);
        iot.staleLists = Integer.MAX_VALUE;
        create(properties("000"));
        assertFailure("is attached to " + THING + " still, 120 s after it was detached");
        assertThat(iot.changes).containsExactly("detach " + THING);
    }

    @Test
    void whatWasNeverAttachedAndCannotBeIsAFailureAtOnce() throws IOException {
        iot.fails("AttachThingPrincipal", invalid());
        create(properties("000"));
        assertFailure("Cannot attach certificate " + FakeIot.arn(CERTIFICATE) + " exclusively");
        assertThat(lambda.slept).isEmpty();
    }

    @Test
    void aThingThatDoesNotExistIsAFailure() throws IOException {
        iot.things.clear();
        create(properties("000"));
        assertFailure("Thing irrigation-gateway-000 does not exist");
    }

    @Test
    void aCertificateThatDoesNotExistIsAFailure() throws IOException {
        iot.certificates.clear();
        create(properties("000"));
        assertFailure("Certificate " + FakeIot.arn(CERTIFICATE) + " does not exist");
    }

    @Test
    void aCertificateThatIsNotActiveIsAFailure() throws IOException {
        iot.certificates.put(CERTIFICATE, CertificateStatus.REVOKED);
        create(properties("000"));
        assertFailure("is REVOKED instead of ACTIVE");
        assertThat(iot.changes).isEmpty();
    }

    @Test
    void anArnThatIsNoCertificatesIsAFailure() throws IOException {
        lambda.run(
                handler(),
                Requests.create(
                                Map.of(
                                        "ThingName",
                                        THING,
                                        "ThingTypeName",
                                        "irrigation-gateway",
                                        "CertificateArn",
                                        "arn:aws:iot:us-east-1:123456789012:cert/short"))
                        .text());
        assertFailure("No ARN of a certificate: arn:aws:iot:us-east-1:123456789012:cert/short");
    }

    @Test
    void aCertificateThatIsAttachedElsewhereTooIsAFailure() throws IOException {
        iot.attach("irrigation-gateway-001", CERTIFICATE, NON_EXCLUSIVE_THING)
                .attach(THING, CERTIFICATE, NON_EXCLUSIVE_THING);
        create(properties("000"));
        assertFailure("is attached to [irrigation-gateway-001] too");
        assertThat(iot.changes).isEmpty();
    }

    @Test
    void anUpdateRemovesTheAttributesThatItLeftOut() throws IOException {
        create(properties("000"));
        lambda.bodies.clear();

        lambda.run(
                handler(),
                Requests.update(
                                ID,
                                properties(Map.of("number", "001")),
                                properties(Map.of("number", "000", "valve", "A")))
                        .text());

        assertSuccess();
        assertThat(Objects.requireNonNull(iot.things.get(THING)).attributes())
                .isEqualTo(Map.of("field", "north", "number", "001"));
    }

    @Test
    void deletionLeavesEverythingButTheType() throws IOException {
        create(properties("000"));
        lambda.bodies.clear();

        delete();

        assertSuccess();
        assertThat(iot.things)
                .containsEntry(THING, new Thing(null, Map.of("field", "north", "number", "000")));
        assertThat(iot.attachments(CERTIFICATE)).containsExactly(THING + " EXCLUSIVE_THING");
        assertThat(iot.certificates).containsEntry(CERTIFICATE, CertificateStatus.ACTIVE);
    }

    @Test
    void deletionLeavesATypeThatIsAnothers() throws IOException {
        iot.things.put(THING, new Thing("pump", Map.of()));
        delete();
        assertSuccess();
        assertThat(iot.changes).isEmpty();
    }

    @Test
    void deletionOfAThingThatIsGoneIsSuccess() throws IOException {
        iot.things.clear();
        delete();
        assertSuccess();
    }

    @Test
    void deletionOfAThingThatGoesMeanwhileIsSuccess() throws IOException {
        iot.things.put(THING, new Thing("irrigation-gateway", Map.of()));
        iot.fails("UpdateThing", ResourceNotFoundException.builder().message("Gone").build());
        delete();
        assertSuccess();
    }

    private void create(Map<String, ?> properties) throws IOException {
        lambda.run(handler(), Requests.create(properties).text());
    }

    private void delete() throws IOException {
        lambda.run(handler(), Requests.delete(ID, properties("000")).text());
    }

    private AdoptedThingHandler handler() {
        return new AdoptedThingHandler(iot, lambda.platform());
    }

    private static Map<String, ?> properties(String number) {
        return properties(Map.of("number", number));
    }

    private static Map<String, ?> properties(Map<String, String> attributes) {
        return Map.of(
                "ThingName",
                THING,
                "ThingTypeName",
                "irrigation-gateway",
                "CertificateArn",
                FakeIot.arn(CERTIFICATE),
                "Attributes",
                attributes);
    }

    private void assertSuccess() {
        assertThat(lambda.answer())
                .containsEntry("Status", "SUCCESS")
                .containsEntry("PhysicalResourceId", ID);
    }

    private void assertFailure(String reason) {
        assertThat(lambda.answer()).containsEntry("Status", "FAILED");
        assertThat(Objects.requireNonNull(lambda.answer().get("Reason")).toString())
                .contains(reason);
    }

    private static RuntimeException invalid() {
        return InvalidRequestException.builder().message("It is attached").build();
    }

    private static RuntimeException denied() {
        return IotException.builder().message("denied").build();
    }
}
