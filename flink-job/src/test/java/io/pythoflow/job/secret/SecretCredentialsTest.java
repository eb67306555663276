package io.pythoflow.job.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.pythoflow.job.mqtt.transport.TlsMaterial;
import io.pythoflow.job.testing.RecordedLog;
import io.pythoflow.job.testing.SecretsManagerStub;
import io.pythoflow.job.testing.SystemProperties;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a secret, over HTTP, to credentials; and what is said when there are none. */
class SecretCredentialsTest {
    private static final String NAME = "irrigation-compute-credentials";
    private static final String ARN =
            "arn:aws:secretsmanager:sa-east-1:123456789012:secret:" + NAME + "-a1B2c3";
    private static final String THING = "irrigation-compute";

    /** In every text that must not get out. */
    private static final String HIDDEN = "HIDDEN";

    private static final String CERTIFICATE =
            "-----BEGIN CERTIFICATE-----\nMIIHIDDEN\n-----END CERTIFICATE-----";
    private static final String KEY =
            "-----BEGIN RSA PRIVATE KEY-----\nMIIHIDDEN\n-----END RSA PRIVATE KEY-----";

    private final SecretsManagerStub manager = SecretsManagerStub.start();
    private final SystemProperties properties = SystemProperties.set(manager.systemProperties());
    private final RecordedLog log = RecordedLog.of("software.amazon", "io.pythoflow");

    @AfterEach
    void stop() {
        log.close();
        properties.close();
        manager.close();
    }

    @Test
    void takesTheOriginalsKeysAndPassesOverItsOthers() {
        manager.keep(
                NAME,
                """
                {"certificate_pem": "%s", "private_key": "%s", "public_key": "HIDDEN",
                 "thing_name": "irrigation-compute", "certificate_arn": "arn:aws:iot:HIDDEN",
                 "generation": 3, "history": [{"private_key": "HIDDEN"}]}
                """
                        .formatted(escaped(CERTIFICATE), escaped(KEY)));

        assertThat(credentials().load()).isEqualTo(new TlsMaterial(CERTIFICATE, KEY, null));
        assertThat(manager.requests())
                .containsExactly(new SecretsManagerStub.Request(NAME, "eu-west-1"));
    }

    @Test
    void takesTheAuthorityOfABrokerThatHasItsOwn() {
        manager.keep(
                NAME,
                """
                {"certificate_pem": "%s", "private_key": "%s", "ca_certificate_pem": "%s"}
                """
                        .formatted(escaped(CERTIFICATE), escaped(KEY), escaped(CERTIFICATE)));

        assertThat(credentials().load()).isEqualTo(new TlsMaterial(CERTIFICATE, KEY, CERTIFICATE));
    }

    @Test
    void mendsLineEndsThatWereEscapedTwice() {
        manager.keep(
                NAME,
                """
                {"certificate_pem": "%s", "private_key": "%s"}
                """
                        .formatted(
                                escaped(escaped(CERTIFICATE)),
                                escaped(escaped(KEY.replace("\n", "\r\n")))));

        assertThat(credentials().load()).isEqualTo(new TlsMaterial(CERTIFICATE, KEY, null));
    }

    @Test
    void anArnNamesItsRegion() {
        manager.keep(ARN, secret(CERTIFICATE, KEY, THING));

        new SecretCredentials(ARN, THING).load();

        assertThat(manager.requests())
                .containsExactly(new SecretsManagerStub.Request(ARN, "sa-east-1"));
    }

    @ParameterizedTest
    @CsvSource({"500, InternalServiceError", "503, ServiceUnavailable", "400, ThrottlingException"})
    void asksAgainWhenTheServiceIsBusy(int status, String code) {
        manager.keep(NAME, secret(CERTIFICATE, KEY, THING));
        manager.refuseNext(status, code, "later");

        assertThat(credentials().load().privateKey()).isEqualTo(KEY);
        assertThat(manager.requests()).hasSize(2);
    }

    @Test
    void aSecretThatIsNotThereIsNamed() {
        assertThat(failure())
                .hasMessageStartingWith(
                        "Cannot fetch the secret 'irrigation-compute-credentials': check name,"
                                + " account and region in mqtt.secret. Secrets Manager says: ")
                .hasMessageContaining("can't find the specified secret");
        assertThat(manager.requests()).hasSize(1);
    }

    @Test
    void aRoleThatMayNotReadIsToldWhatItNeeds() {
        manager.refuseNext(
                400,
                "AccessDeniedException",
                "User: job is not authorized to perform: secretsmanager:GetSecretValue");

        assertThat(failure())
                .hasMessageContaining("User: job is not authorized")
                .hasMessageContaining("allow the job's role secretsmanager:GetSecretValue on it");
        assertThat(manager.requests()).hasSize(1);
    }

    @Test
    void aSecretThatWasDeletedIsToBeRestored() {
        manager.refuseNext(400, "InvalidRequestException", "it was marked for deletion");

        assertThat(failure())
                .hasMessageContaining("marked for deletion")
                .hasMessageContaining("restore it");
    }

    @Test
    void aServiceThatCannotBeReachedIsNoSilence() {
        manager.close();

        assertThat(failure())
                .hasMessageStartingWith(
                        "Cannot fetch the secret 'irrigation-compute-credentials': check the job's"
                                + " region (an ARN names it), its role, and the network's way to")
                .hasMessageContaining("Connection refused");
    }

    @Test
    void anAnswerThatBreaksOffTellsNothing() {
        manager.answerAlways(200, "{\"Name\":\"n\",\"SecretString\":\"HIDDEN");

        assertThat(failure()).hasMessageEndingWith("The SDK says: the answer cannot be read");
    }

    @Test
    void anAnswerThatIsNoJsonTellsNothing() {
        manager.answerAlways(200, "{\"Name\":\"n\",\"SecretString\":HIDDEN}");

        assertThat(thrown()).hasMessageEndingWith("The SDK says: the answer cannot be read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | no text under certificate_pem and private_key",
                "{\"certificate_pem\": \"HIDDEN\"} | no text under private_key:",
                "{\"certificate_pem\": \" \", \"private_key\": \"HIDDEN\"} | no text under certificate_pem:",
                "{\"certificate_pem\": [\"HIDDEN\"], \"private_key\": 7} | no text under certificate_pem and",
                "{\"certificate_pem\": \"HIDDEN\", \"private_key\": \"HIDDEN\"} | no PEM under certificate_pem"
            })
    void aKeyThatIsAmissIsNamed(String text, String message) {
        manager.keep(NAME, text);

        assertThat(failure())
                .hasMessageStartingWith("The secret 'irrigation-compute-credentials' has ")
                .hasMessageContaining(message);
    }

    @Test
    void certificateAndKeyThatChangedPlacesAreFound() {
        manager.keep(NAME, secret(KEY, CERTIFICATE, THING));

        assertThat(failure())
                .hasMessageContaining("no PEM under certificate_pem")
                .hasMessageContaining("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void aKeyThatLostItsLineEndsIsFound() {
        manager.keep(NAME, secret(CERTIFICATE, KEY.replace('\n', ' '), THING));

        assertThat(failure()).hasMessageContaining("no PEM under private_key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HIDDEN",
                "",
                "[\"HIDDEN\"]",
                "\"HIDDEN\"",
                "{\"certificate_pem\": HIDDEN}",
                "{\"private_key\": \"HIDDEN",
                "{\"private_key\": \"HIDDEN\"} HIDDEN"
            })
    void textThatIsNoJsonObjectIsToBeOne(String text) {
        manager.keep(NAME, text);

        assertThat(failure())
                .hasMessage(
                        "The secret 'irrigation-compute-credentials' is no JSON object: it must be"
                                + " one, with certificate_pem and private_key");
    }

    @Test
    void bytesAreToBeText() {
        manager.keepBytes(NAME, "SElERERFTg==");

        assertThat(failure())
                .hasMessage(
                        "The secret 'irrigation-compute-credentials' holds bytes: it must hold"
                                + " text");
    }

    @Test
    void aSecretOfAnotherThingIsRefused() {
        manager.keep(NAME, secret(CERTIFICATE, KEY, "irrigation-HIDDEN"));

        assertThat(failure())
                .hasMessageContaining("belongs to another thing than 'irrigation-compute'")
                .hasMessageContaining("set mqtt.thing to its thing_name");
    }

    @Test
    void noThreadOutlivesTheFetch() {
        manager.keep(NAME, secret(CERTIFICATE, KEY, THING));
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        credentials().load();
        Set<Thread> started = new HashSet<>(Thread.getAllStackTraces().keySet());
        started.removeAll(before);
        // The JDK keeps one for all connections of the process; it holds no class loader of ours.
        started.removeIf(thread -> thread.getName().equals("Keep-Alive-Timer"));

        await().untilAsserted(() -> assertThat(started).noneMatch(Thread::isAlive));
    }

    @Test
    void nothingSecretIsLoggedPrintedOrSerialized() throws Exception {
        manager.keep(NAME, secret(CERTIFICATE, KEY, THING));
        SecretCredentials credentials = credentials();

        TlsMaterial material = credentials.load();

        assertThat(material.toString()).doesNotContain(HIDDEN);
        assertThat(ThingSecret.parse(NAME, secret(CERTIFICATE, KEY, THING)).toString())
                .doesNotContain(HIDDEN);
        assertThat(InstantiationUtil.serializeObject(credentials))
                .asString()
                .contains(NAME)
                .doesNotContain(HIDDEN);
        // The SDK says much at this level: an empty log would prove nothing.
        assertThat(log.text()).contains("GetSecretValue").doesNotContain(HIDDEN);
    }

    private static SecretCredentials credentials() {
        return new SecretCredentials(NAME, THING);
    }

    /** What is thrown, once it is certain that neither it nor the log holds anything secret. */
    private SecretException failure() {
        SecretException failure = thrown();
        assertThat(log.text()).contains("software.amazon").doesNotContain(HIDDEN);
        return failure;
    }

    private static SecretException thrown() {
        SecretException failure = catchThrowableOfType(SecretException.class, credentials()::load);
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        assertThat(trace.toString()).doesNotContain(HIDDEN);
        return failure;
    }

    private static String secret(String certificate, String key, String thing) {
        return "{\"certificate_pem\":\"%s\",\"private_key\":\"%s\",\"thing_name\":\"%s\"}"
                .formatted(escaped(certificate), escaped(key), thing);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n");
    }
}
