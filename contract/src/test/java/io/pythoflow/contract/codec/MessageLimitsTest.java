package io.pythoflow.contract.codec;

import static io.pythoflow.contract.codec.RecordingHandler.SENSOR_TOPIC;
import static io.pythoflow.contract.codec.RecordingHandler.STATUS_TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.RejectReason;
import io.pythoflow.contract.payload.RejectedMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each bound on a message: just within it, just beyond it. */
class MessageLimitsTest {

    private static final DecodeLimits LIMITS = DecodeLimits.defaults();
    private static final String READING = "{\"values\":{\"soil_moisture\":27.4}}";

    @Test
    void asManyElementsAsAllowedAreKept() {
        RecordingHandler found = decode(LIMITS.withMaxElements(3), arrayOf(3, READING));

        assertThat(found.readings).hasSize(3);
        assertThat(found.rejects).isEmpty();
    }

    @Test
    void elementsBeyondTheLimitAreCutCountedAndStored() {
        String payload = arrayOf(8, READING);

        RecordingHandler found = decode(LIMITS.withMaxElements(3), payload);

        assertThat(found.readings).hasSize(3);
        assertThat(found.rejectReason()).isEqualTo(RejectReason.TOO_MANY_ELEMENTS);
        assertThat(found.lines)
                .endsWith(
                        "unkept too_many_elements 5",
                        "rejected too_many_elements: Cut 5 elements after the first 3");
        assertWholeMessage(found.rejects.get(0), payload);
    }

    @Test
    void aCutArrayThatBreaksOffIsStoredOnce() {
        String payload = "[" + READING + "," + READING + "," + READING + ",{";

        RecordingHandler found = decode(LIMITS.withMaxElements(1), payload);

        assertThat(found.readings).hasSize(1);
        assertThat(found.rejectReason()).isEqualTo(RejectReason.MALFORMED_JSON);
        assertThat(found.rejects.get(0).detail()).contains("Cut 2 elements after the first 1");
        assertWholeMessage(found.rejects.get(0), payload);
    }

    @Test
    void asManyMetricsAsAllowedAreKept() {
        assertThat(decode(LIMITS, reading(metrics(64))).reading().measurements()).hasSize(64);
    }

    @Test
    void aReadingWithMoreMetricsIsRejectedAlone() {
        RecordingHandler found =
                decode(LIMITS, "[" + READING + "," + reading(metrics(65)) + "," + READING + "]");

        assertThat(found.readings).hasSize(2);
        assertThat(found.rejectReason()).isEqualTo(RejectReason.TOO_MANY_METRICS);
        assertThat(found.rejects.get(0).detail()).isEqualTo("Has 65 metrics, send at most 64");
        assertThat(found.rejects.get(0).payload())
                .isEqualTo(reading(metrics(65)).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void metricsBesideTheIdAreCountedToo() {
        assertThat(decode(LIMITS, "{" + metrics(65) + "}").rejectReason())
                .isEqualTo(RejectReason.TOO_MANY_METRICS);
    }

    @Test
    void idsAreKeptUpToTheLimit() {
        String id = "x".repeat(128);

        assertThat(decode(LIMITS, "{\"sensor_id\":\"" + id + "\",\"rain\":1}").reading().sensorId())
                .isEqualTo(id);
        assertThat(decode(LIMITS, "{\"sensor_id\":\"" + id + "x\",\"rain\":1}").lines)
                .containsExactly(
                        "rejected invalid_id: Field sensor_id has 129 characters, send at most 128");
    }

    @Test
    void everyIdIsBounded() {
        for (String field : new String[] {"message_id", "gateway_id", "zone_id"}) {
            String payload = "{\"" + field + "\":\"" + "x".repeat(129) + "\",\"rain\":1}";
            assertThat(decode(LIMITS, payload).rejectReason()).isEqualTo(RejectReason.INVALID_ID);
        }
        assertThat(decode(LIMITS, "{\"" + "x".repeat(129) + "\":1}").rejectReason())
                .isEqualTo(RejectReason.INVALID_ID);
        assertThat(
                        RecordingHandler.decode(
                                        "irrigation/sensors/" + "x".repeat(129) + "/data",
                                        "{\"rain\":1}")
                                .rejectReason())
                .isEqualTo(RejectReason.INVALID_ID);
    }

    @Test
    void nestingIsKeptUpToTheLimit() {
        assertThat(decode(LIMITS, nested(16)).readings).hasSize(1);
        assertThat(decode(LIMITS, nested(17)).rejectReason()).isEqualTo(RejectReason.TOO_DEEP);
    }

    @Test
    void anElementTooDeepIsRejectedAlone() {
        String deep = nested(16);

        RecordingHandler found = decode(LIMITS, "[" + READING + "," + deep + "," + READING + "]");

        assertThat(found.readings).hasSize(2);
        assertThat(found.rejectReason()).isEqualTo(RejectReason.TOO_DEEP);
        assertThat(found.rejects.get(0).element()).isEqualTo(1);
        assertThat(found.rejects.get(0).payload()).isEqualTo(deep.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aStatusOrAnErrorTooDeepIsRejected() {
        String deep = "{\"state\":\"online\",\"a\":" + "[".repeat(16) + "]".repeat(16) + "}";

        assertThat(RecordingHandler.decode(STATUS_TOPIC, deep).rejectReason())
                .isEqualTo(RejectReason.TOO_DEEP);
        assertThat(RecordingHandler.decode("irrigation/errors", deep).rejectReason())
                .isEqualTo(RejectReason.TOO_DEEP);
    }

    @Test
    void bracketsWithoutEndCostTheWholeMessage() {
        String payload = "[" + READING + "," + "[".repeat(100_000);

        RecordingHandler found = decode(LIMITS, payload);

        assertThat(found.readings).hasSize(1);
        assertThat(found.rejectReason()).isEqualTo(RejectReason.TOO_DEEP);
        assertWholeMessage(found.rejects.get(0), payload);
    }

    @Test
    void asManyRejectsAsAllowedStandForOneElementEach() {
        RecordingHandler found = decode(LIMITS, arrayOf(16, "7"));

        assertThat(found.rejects).hasSize(16);
        assertThat(found.rejects)
                .allSatisfy(
                        rejected -> {
                            assertThat(rejected.element()).isNotNull();
                            assertThat(rejected.payload()).containsExactly('7');
                        });
    }

    @Test
    void theLastRejectStandsForAllThatAreNotKept() {
        String payload = arrayOf(20, "7");

        RecordingHandler found = decode(LIMITS, payload);

        assertThat(found.rejects).hasSize(16);
        assertThat(found.lines)
                .endsWith(
                        "unkept not_a_reading 5",
                        "rejected too_many_rejects: 5 more rejected elements are in these bytes");
        assertWholeMessage(found.rejects.get(15), payload);
        assertThat(found.rejects.subList(0, 15))
                .allSatisfy(rejected -> assertThat(rejected.element()).isNotNull());
    }

    @Test
    void oneRejectOnlyStandsForEverything() {
        RecordingHandler found = decode(LIMITS.withMaxRejects(1), "[7," + READING + ",8]");

        assertThat(found.readings).hasSize(1);
        assertThat(found.unkept).isEqualTo(2);
        assertThat(found.rejectReason()).isEqualTo(RejectReason.TOO_MANY_REJECTS);
    }

    @Test
    void aLargeArrayOfNumbersIsCutAndStoredOnce() {
        String payload = arrayOf(65_536, "1");

        RecordingHandler found = decode(LIMITS, payload);

        assertThat(found.rejects).hasSize(16);
        assertThat(found.unkept).isEqualTo(65_536 - 15);
        assertThat(found.rejects.get(15).detail())
                .isEqualTo(
                        "Cut 64536 elements after the first 1000; 985 more rejected elements are in"
                                + " these bytes");
        assertWholeMessage(found.rejects.get(15), payload);
    }

    @Test
    void aReadingOlderThanTheLimitIsRejected() {
        DecodeLimits limits = LIMITS.withMaxAge(Duration.ofDays(400));
        String sixYearsOld = "{\"ts\":\"2018-03-02T18:25:03Z\",\"rain\":1}";

        assertThat(decode(LIMITS, sixYearsOld).readings).hasSize(1);
        assertThat(decode(limits, sixYearsOld).lines)
                .containsExactly(
                        "rejected too_old: Measured at 2018-03-02T18:25:03Z, beyond the configured"
                                + " age");
        assertThat(decode(limits, "{\"ts\":\"2024-03-02T18:25:03Z\",\"rain\":1}").readings)
                .hasSize(1);
    }

    @Test
    void detailsNeverRepeatThePayload() {
        String long1 = "y".repeat(5000);

        for (String payload :
                new String[] {
                    "{\"ts\":\"" + long1 + "\",\"rain\":1}",
                    "{\"schema\":\"pythoflow." + long1 + "\",\"rain\":1}",
                    "{\"rain\":" + long1 + "}",
                    long1
                }) {
            assertThat(decode(LIMITS, payload).rejects.get(0).detail().length()).isLessThan(160);
        }
    }

    private static RecordingHandler decode(DecodeLimits limits, String payload) {
        return RecordingHandler.decode(limits, SENSOR_TOPIC, payload);
    }

    private static void assertWholeMessage(RejectedMessage rejected, String payload) {
        assertThat(rejected.element()).isNull();
        assertThat(rejected.payload()).isEqualTo(payload.getBytes(StandardCharsets.UTF_8));
    }

    private static String arrayOf(int count, String element) {
        return Collections.nCopies(count, element).stream()
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String reading(String metrics) {
        return "{\"values\":{" + metrics + "}}";
    }

    private static String metrics(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"metric" + i + "\":" + i)
                .collect(Collectors.joining(","));
    }

    /** A reading with a member that nobody reads, so many levels deep in all. */
    private static String nested(int levels) {
        return "{\"rain\":1,\"extra\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
    }
}
