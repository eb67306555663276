package io.pythoflow.job.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.Command.Action;
import io.pythoflow.contract.payload.OriginalCommand;
import io.pythoflow.job.control.valve.CommandIds;
import io.pythoflow.job.control.valve.DeviceCommand;
import io.pythoflow.job.mqtt.sink.MqttPublication;
import java.util.Random;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class CommandSerializerTest {
    private static final long ISSUED = 1_735_689_600_000L;
    private static final long EXPIRES = ISSUED + 120_000;
    private static final long SEED = 256;
    private static final int ORIGINAL_MAX_PAYLOAD_BYTES = 200;

    private CommandSerializer serializer;

    @BeforeEach
    void open() throws Exception {
        serializer = InstantiationUtil.clone(new CommandSerializer());
        serializer.open(new UnregisteredMetricsGroup());
    }

    @Test
    void anOpenOfV1CarriesItsIdAndWhereToAnswer() {
        MqttPublication open =
                serializer.serialize(
                        DeviceCommand.of(
                                new Command(
                                        "6f1a5b1e-0000-5000-8000-000000000001",
                                        "irrigation-gateway-001",
                                        "field-01.A",
                                        "A1",
                                        Action.OPEN,
                                        600,
                                        120.0,
                                        ISSUED,
                                        EXPIRES,
                                        42L,
                                        "d-1",
                                        "SOIL_BELOW_LOW")));

        assertThat(open)
                .isEqualTo(
                        new MqttPublication(
                                "irrigation/control/irrigation-gateway-001/command",
                                ("{\"schema\":\"pythoflow.command/1\","
                                                + "\"command_id\":\"6f1a5b1e-0000-5000-8000-000000000001\","
                                                + "\"device_id\":\"irrigation-gateway-001\","
                                                + "\"zone_id\":\"field-01.A\",\"identifier\":\"A1\","
                                                + "\"action\":\"OPEN\",\"duration_s\":600,"
                                                + "\"max_volume_l\":120.0,"
                                                + "\"issued_ts\":1735689600000,"
                                                + "\"expires_ts\":1735689720000,"
                                                + "\"rules_version\":42,\"decision_id\":\"d-1\","
                                                + "\"reason\":\"SOIL_BELOW_LOW\"}")
                                        .getBytes(UTF_8),
                                false,
                                EXPIRES,
                                "6f1a5b1e-0000-5000-8000-000000000001".getBytes(UTF_8),
                                "irrigation/control/irrigation-gateway-001/ack",
                                null));
    }

    @Test
    void theOriginalIsSentItsThreeKeysAndNoProperties() {
        MqttPublication open =
                serializer.serialize(
                        DeviceCommand.of("000", "c-1", new OriginalCommand("A1", 300_000), EXPIRES));

        assertThat(open)
                .isEqualTo(
                        MqttPublication.of(
                                        "irrigation/control/000/command",
                                        "{\"identifier\":\"A1\",\"command\":\"AGUAR\",\"time\":300000}"
                                                .getBytes(UTF_8))
                                .expiringAt(EXPIRES));
    }

    @Test
    void whatTheOriginalCannotReceiveIsRefused() {
        DeviceCommand tooLong =
                DeviceCommand.of("0".repeat(200), "c-1", new OriginalCommand("A1", 300_000), EXPIRES);

        assertThatThrownBy(() -> serializer.serialize(tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the original firmware receives 256");
    }

    /** The original firmware opens on anything that has its keys. */
    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"CLOSE", "STOP_ALL"},
            mode = Mode.INCLUDE)
    void whatClosesNeverCarriesTheKeysOfTheOriginal(Action action) {
        Random random = new Random(SEED);
        for (int i = 0; i < 1000; i++) {
            DeviceCommand stop =
                    DeviceCommand.of(
                            new Command(
                                    CommandIds.stop("device", i, ISSUED),
                                    text(random),
                                    random.nextBoolean() ? null : text(random),
                                    random.nextBoolean() ? null : text(random),
                                    action,
                                    null,
                                    null,
                                    ISSUED,
                                    EXPIRES,
                                    random.nextBoolean() ? null : random.nextLong(1L << 40),
                                    random.nextBoolean() ? null : text(random),
                                    random.nextBoolean() ? null : text(random)));
            MqttPublication publication = serializer.serialize(stop);

            assertThat(new String(publication.payload(), UTF_8))
                    .doesNotContain("\"command\":", "\"comand\":", "\"time\":");
            assertThat(publication.retained()).isFalse();
        }
    }

    @Test
    void anOriginalCommandHasAtMost200BytesAndIsNeverRetained() {
        Random random = new Random(SEED);
        for (int i = 0; i < 1000; i++) {
            MqttPublication publication =
                    serializer.serialize(
                            DeviceCommand.of(
                                    "%03d".formatted(random.nextInt(1000)),
                                    "c-1",
                                    new OriginalCommand(
                                            text(random), random.nextLong(1, Long.MAX_VALUE)),
                                    EXPIRES));

            assertThat(publication.payload()).hasSizeLessThanOrEqualTo(ORIGINAL_MAX_PAYLOAD_BYTES);
            assertThat(publication.retained()).isFalse();
        }
    }

    /** Of one to sixteen letters, and now and then a word of the original. */
    private static String text(Random random) {
        return random.nextInt(10) == 0
                ? "time"
                : random.ints(1 + random.nextInt(16), 'A', 'Z' + 1)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
    }
}
