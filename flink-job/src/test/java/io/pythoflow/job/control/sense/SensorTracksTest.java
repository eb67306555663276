package io.pythoflow.job.control.sense;

import static io.pythoflow.job.control.testing.ZoneBuilder.aZone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.rules.Protocol;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.sense.SensorReport.Channel;
import io.pythoflow.job.control.sense.SensorReport.Doubt;
import io.pythoflow.job.control.testing.Reports;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SensorTracksTest {
    private static final String VERSION_1 =
            "01000000010000000273310000019b796dd6000000003c03000d736f696c5f6d6f6973747572"
                    + "6540340000000000000000019b796dd6000000019b796dd7f40000019b796dd600000b74656d"
                    + "70657261747572653ff80000000000000000019b796dd6000000019b796dd7f40000019b796d"
                    + "d60000047261696e3fd999999999999a0000019b796dd6000000019b796dd7f40000019b796d"
                    + "d60001000d736f696c5f6d6f6973747572650000000000000001010000019b796dd600403400"
                    + "00000000000000019b796dd6000000019b69fac200000000010000019b796dd6003fd9999999"
                    + "99999a000000010000019b796dd6003ff8000000000000010000000000077d9c3ff800000000"
                    + "00003ff80000000000003ff80000000000000000000100000000000000000000000000000000"
                    + "0000000000000000000000000000000000000000000000010000000241310000019b796dd600"
                    + "ffffffff01000d736f696c5f6d6f697374757265403e0000000000000000019b796dd6000000"
                    + "019b796dd6000000019b796dd60001000d736f696c5f6d6f6973747572650000000000000001"
                    + "010000019b796dd600403e000000000000800000000000000080000000000000000000000000"
                    + "00000000";

    private static final long NOON = 1_767_268_800_000L;
    private static final long MINUTE = 60_000;
    private static final Zone ZONE = aZone().sensors("s1", "s2").frost(2, 3600).build();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void copiesAndLateReadingsChangeNothing(long seed) throws IOException {
        Random random = new Random(seed);
        List<SensorReport> inOrder = history(random);
        SensorTracks undisturbed = new SensorTracks();
        SensorTracks disturbed = new SensorTracks();

        for (int i = 0; i < inOrder.size(); i++) {
            undisturbed.accept(inOrder.get(i));
            disturbed.accept(inOrder.get(i));
            while (random.nextInt(3) == 0) {
                disturbed.accept(inOrder.get(random.nextInt(i + 1)));
            }
            assertThat(sensed(disturbed, inOrder.get(i).timestamp()))
                    .isEqualTo(sensed(undisturbed, inOrder.get(i).timestamp()));
        }

        assertThat(bytes(disturbed)).isEqualTo(bytes(undisturbed));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void inWhateverOrderTheyComeTheNewestReadingAndTheRainAreTheSame(long seed) {
        Random random = new Random(seed);
        List<SensorReport> reports = history(random);
        SensorTracks inOrder = new SensorTracks();
        reports.forEach(inOrder::accept);
        List<SensorReport> shuffled = new ArrayList<>(reports);
        shuffled.addAll(reports.subList(0, reports.size() / 2));
        Collections.shuffle(shuffled, random);
        SensorTracks outOfOrder = new SensorTracks();
        shuffled.forEach(outOfOrder::accept);
        long now = reports.get(reports.size() - 1).timestamp();

        assertThat(sensed(outOfOrder, now).rainMm()).isEqualTo(sensed(inOrder, now).rainMm());
        assertThat(sensed(outOfOrder, now).temperatureC())
                .isEqualTo(sensed(inOrder, now).temperatureC());
        assertThat(sensed(outOfOrder, now).newestReadingAt())
                .isEqualTo(sensed(inOrder, now).newestReadingAt());
        assertThat(sensed(outOfOrder, now).faults()).isEqualTo(sensed(inOrder, now).faults());
    }

    @Test
    void lateRainHasFallenTooButOnlyOnce() {
        SensorTracks tracks = new SensorTracks();
        tracks.accept(rain(NOON, 0.5));
        tracks.accept(rain(NOON - 10 * MINUTE, 1));
        tracks.accept(rain(NOON - 10 * MINUTE, 1));
        tracks.accept(rain(NOON, 0.5));

        assertThat(sensed(tracks, NOON).rainMm()).isCloseTo(1.5, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aReadingInDoubtCountsForNothing(Doubt doubt) throws IOException {
        SensorTracks tracks = new SensorTracks();

        tracks.accept(
                Reports.from("s1", NOON)
                        .with(Metric.SOIL_MOISTURE, 20)
                        .with(Metric.RAIN, 5)
                        .doubted(doubt)
                        .build());

        assertThat(bytes(tracks)).isEqualTo(bytes(new SensorTracks()));
    }

    @Test
    void metricsOfOneMomentMayComeInMessagesOfTheirOwn() {
        SensorTracks tracks = new SensorTracks();
        tracks.accept(Reports.from("s1", NOON).with(Metric.TEMPERATURE, 18).build());
        tracks.accept(Reports.from("s1", NOON).with(Metric.SOIL_MOISTURE, 20).build());

        assertThat(sensed(tracks, NOON).moisture()).isEqualTo(20);
        assertThat(sensed(tracks, NOON).temperatureC()).isEqualTo(18);
    }

    @Test
    void theSharedTopicDrivesOriginalZonesOnly() {
        SensorTracks tracks = new SensorTracks();
        tracks.accept(onShared("s1", NOON, 20));

        assertThat(sensed(tracks, NOON).faults()).containsEntry("s1", "never_heard");
        assertThat(sensedByOriginal(tracks, NOON).moisture()).isEqualTo(20);
    }

    @Test
    void whoSpeaksForItselfIsNotBelievedFromTheSharedTopic() {
        SensorTracks tracks = new SensorTracks();
        tracks.accept(moisture("s1", NOON, 30));
        tracks.accept(onShared("s1", NOON + MINUTE, 20));

        assertThat(sensedByOriginal(tracks, NOON + MINUTE).moisture()).isEqualTo(30);
    }

    @Test
    void aSensorThatMovedToTheSharedTopicIsBelievedThereAfterThreeDays() {
        SensorTracks tracks = new SensorTracks();
        tracks.accept(moisture("s1", NOON, 30));
        long threeDaysLater = NOON + 72 * 60 * MINUTE;
        tracks.accept(onShared("s1", threeDaysLater, 20));

        assertThat(sensedByOriginal(tracks, threeDaysLater).moisture()).isNull();

        tracks.accept(onShared("s1", threeDaysLater + 1, 20));

        assertThat(sensedByOriginal(tracks, threeDaysLater + 1).moisture()).isEqualTo(20);
    }

    @Test
    void sensorsThatNoRuleNamesAreForgotten() throws IOException {
        SensorTracks tracks = new SensorTracks();
        tracks.accept(moisture("s1", NOON, 30));
        SensorTracks alone = read(bytes(tracks));
        tracks.accept(moisture("s2", NOON, 30));
        tracks.accept(onShared("s3", NOON, 30));

        tracks.keepOnly(Set.of("s1", "s9"));

        assertThat(bytes(tracks)).isEqualTo(bytes(alone));
    }

    @Test
    void memoryIsBounded() throws IOException {
        SensorTracks tracks = new SensorTracks();
        int afterThreeDays = 0;
        for (int i = 0; i < 4 * 24 * 60 * 2; i++) {
            long at = NOON + i * MINUTE / 2;
            tracks.accept(
                    Reports.from("s1", at)
                            .with(Metric.SOIL_MOISTURE, 20 + i % 7)
                            .with(Metric.TEMPERATURE, i * 0.001)
                            .with(Metric.RAIN, 0.2)
                            .build());
            afterThreeDays = i == 3 * 24 * 60 * 2 ? bytes(tracks).length : afterThreeDays;
        }

        assertThat(bytes(tracks)).hasSize(afterThreeDays);
        assertThat(afterThreeDays).isLessThan(75_000);
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws IOException {
        SensorTracks tracks = new SensorTracks();
        history(new Random(42)).forEach(tracks::accept);

        SensorTracks read = read(bytes(tracks));

        assertThat(bytes(read)).isEqualTo(bytes(tracks));
        assertThat(sensed(read, NOON)).isEqualTo(sensed(tracks, NOON));
    }

    @Test
    void stateOfVersion1IsReadForEver() throws IOException {
        SensorTracks tracks = new SensorTracks();
        tracks.accept(
                Reports.from("s1", NOON)
                        .with(Metric.SOIL_MOISTURE, 20)
                        .with(Metric.TEMPERATURE, 1.5)
                        .with(Metric.RAIN, 0.4)
                        .receivedAt(NOON + 500)
                        .every(60)
                        .build());
        tracks.accept(onShared("A1", NOON, 30));

        assertThat(HexFormat.of().formatHex(bytes(tracks))).isEqualTo(VERSION_1);
        assertThat(sensed(read(HexFormat.of().parseHex(VERSION_1)), NOON))
                .isEqualTo(sensed(tracks, NOON));
    }

    @Test
    void anUnknownVersionIsRefused() {
        assertThatThrownBy(() -> read(new byte[] {9}))
                .isInstanceOf(IOException.class)
                .hasMessage("Cannot read sensor tracks of version 9, this job knows up to 1");
    }

    private static List<SensorReport> history(Random random) {
        List<SensorReport> reports = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            long at = NOON + i * MINUTE;
            for (String sensor : List.of("s1", "s2")) {
                reports.add(
                        Reports.from(sensor, at + sensor.hashCode() % 1000)
                                .with(Metric.SOIL_MOISTURE, 20 + random.nextInt(40) / 10.0)
                                .with(Metric.TEMPERATURE, random.nextInt(100) / 10.0)
                                .with(Metric.RAIN, random.nextInt(5) == 0 ? 0.25 : 0)
                                .with(Metric.SOLAR_RADIATION, random.nextInt(900))
                                .every(60)
                                .build());
            }
        }
        return reports;
    }

    private static SensorReport moisture(String sensor, long at, double value) {
        return Reports.from(sensor, at).with(Metric.SOIL_MOISTURE, value).build();
    }

    private static SensorReport onShared(String sensor, long at, double value) {
        return Reports.from(sensor, at)
                .with(Metric.SOIL_MOISTURE, value)
                .on(Channel.STATUS_TOPIC)
                .build();
    }

    private static SensorReport rain(long at, double depthMm) {
        return Reports.from("s1", at).with(Metric.RAIN, depthMm).build();
    }

    private static Sensed sensed(SensorTracks tracks, long now) {
        return Senses.of(ZONE, List.of(), tracks, now);
    }

    private static Sensed sensedByOriginal(SensorTracks tracks, long now) {
        Zone zone = aZone().protocol(Protocol.ORIGINAL).build();
        return Senses.of(zone, List.of(), tracks, now);
    }

    private static byte[] bytes(SensorTracks tracks) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tracks.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static SensorTracks read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        SensorTracks tracks = SensorTracks.read(in);
        assertThat(in.available()).isZero();
        return tracks;
    }
}
