package io.pythoflow.infra.cost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.archive.ArchiveCodec;
import io.pythoflow.contract.archive.ArchivedMessage;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.infra.cost.MonthlyCost.Group;
import io.pythoflow.infra.cost.MonthlyCost.Line;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class MonthlyCostTest {

    @Test
    void aMessageIsMeteredThreeTimes() {
        MonthlyCost cost = MonthlyCost.of(Workload.at(1));

        assertThat(quantity(cost, "published by gateways")).isEqualTo(2_628_000);
        assertThat(quantity(cost, "delivered to the job")).isEqualTo(2_628_000);
        assertThat(quantity(cost, "acknowledged by the job")).isEqualTo(2_628_000);
    }

    @Test
    void messagesGetCheaperWithTheirNumber() {
        assertThat(MonthlyCost.messages(1e9)).isEqualTo(1000, within(1e-6));
        assertThat(MonthlyCost.messages(2e9)).isEqualTo(1800, within(1e-6));
        assertThat(MonthlyCost.messages(6e9)).isEqualTo(1000 + 3200 + 700, within(1e-6));
    }

    @Test
    void firehoseTakesEveryRecordForFiveKilobytes() {
        assertThat(quantity(MonthlyCost.of(Workload.at(100)), "Firehose"))
                .isEqualTo(262.8e6 * 5 / 1024 / 1024, within(1e-6));
    }

    @Test
    void theServiceTakesAUnitMoreThanTheJobHas() {
        assertThat(MonthlyCost.of(Workload.at(1)).total(Group.FLINK))
                .isEqualTo(2 * 730 * 0.11 + 50 * 0.10, within(0.01));
    }

    @Test
    void slotsFollowTheRuleOfTheGuarantees() {
        assertThat(Workload.at(1).slots()).isEqualTo(4);
        assertThat(Workload.at(100).slots()).isEqualTo(10);
        assertThat(Workload.at(1000).slots()).isEqualTo(100);
        assertThat(Workload.at(100).withCheckpointEvery(Duration.ofSeconds(10)).slots())
                .isEqualTo(20);
        assertThat(Workload.at(1000).withCheckpointEvery(Duration.ofSeconds(1)).slots())
                .isEqualTo(20);
    }

    @Test
    void whatIsStoppedCostsNoUnitsAndNoMessages() {
        MonthlyCost cost = MonthlyCost.of(Workload.at(100).stopped());

        assertThat(cost.total(Group.FLINK)).isZero();
        assertThat(cost.total(Group.ARCHIVE)).isZero();
        assertThat(cost.total(Group.LAKE)).isZero();
        assertThat(quantity(cost, "published by gateways")).isZero();
        assertThat(cost.total(Group.NETWORK)).isPositive();
    }

    @Test
    void endpointsTakeThePlaceOfNat() {
        MonthlyCost cost = MonthlyCost.of(Workload.at(1).withEndpoints());

        assertThat(cost.lines()).extracting(Line::what).doesNotContain("NAT gateways");
        assertThat(quantity(cost, "endpoints of other services"))
                .isEqualTo(MonthlyCost.SERVICES * 2 * 730.0);
    }

    @Test
    void aBatchCarriesTheSameReadings() {
        MonthlyCost single = MonthlyCost.of(Workload.at(1000));
        MonthlyCost batched = MonthlyCost.of(Workload.at(1000).batched(10));

        assertThat(batched.total(Group.LAKE)).isEqualTo(single.total(Group.LAKE), within(1e-6));
        assertThat(quantity(batched, "published by gateways"))
                .isEqualTo(quantity(single, "published by gateways") / 10, within(1e-3));
    }

    @Test
    void aCheckpointThatMakesFilesAsksForMoreRequests() {
        Workload waiting = Workload.at(1);

        assertThat(quantity(MonthlyCost.of(waiting.withoutWaitingRows()), "writing requests"))
                .isGreaterThan(5 * quantity(MonthlyCost.of(waiting), "writing requests"));
    }

    @Test
    void anArchivedReadingIsAsLargeAsTheBillSays() throws IOException {
        Random random = new Random(1);
        int messages = 30_000;
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(file)) {
            for (int i = 0; i < messages; i++) {
                gzip.write(new ArchiveCodec().encode(message(i, random)));
                gzip.write('\n');
            }
        }

        assertThat(file.size() / (double) messages)
                .isEqualTo(MonthlyCost.ARCHIVE_BYTES, within(0.2 * MonthlyCost.ARCHIVE_BYTES));
    }

    /** As {@code gateway-sim} publishes: 100 messages a second of 6,000 sensors. */
    private static ArchivedMessage message(int number, Random random) {
        String sensor = "%03d-%d".formatted(number % 20, number % 6000);
        String payload =
                """
                {"message_id":"%016x","sensor_id":"%s","ts":%d,"values":{"soil_moisture":%.1f,\
                "temperature":%.2f,"humidity":%.1f,"light":%d,"soil_temperature":%.2f}}"""
                        .formatted(
                                random.nextLong(),
                                sensor,
                                1_764_134_400_000L + 10L * number,
                                25 + 2 * random.nextGaussian(),
                                20 + 2 * random.nextGaussian(),
                                60 + 5 * random.nextGaussian(),
                                random.nextInt(40_000),
                                16 + random.nextGaussian());
        return new ArchivedMessage(
                Topics.sensorData(sensor),
                "irrigation-gateway-%03d".formatted(number % 20),
                1_764_134_400_120L + 10L * number,
                payload.getBytes(UTF_8));
    }

    private static double quantity(MonthlyCost cost, String what) {
        return cost.lines().stream()
                .filter(line -> line.what().equals(what))
                .findFirst()
                .orElseThrow()
                .quantity();
    }
}
