package io.pythoflow.job.mqtt.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.job.mqtt.transport.BrokerAddress;
import io.pythoflow.job.mqtt.transport.ConnectionSettings;
import io.pythoflow.job.mqtt.transport.TlsCredentials;
import io.pythoflow.job.mqtt.transport.TlsSettings;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MqttSinkBuilderTest {
    private static final BrokerAddress BROKER = BrokerAddress.plain("localhost", 1883);

    @Test
    void reportsEveryProblemAtOnce() {
        assertThatThrownBy(
                        () ->
                                MqttSink.<String>builder()
                                        .clientIdPrefix(" ")
                                        .maximumInFlight(0)
                                        .maximumRatePerSecond(0)
                                        .flushTimeout(Duration.ZERO)
                                        .keepAlive(Duration.ofDays(1))
                                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot build the MQTT sink: ")
                .hasMessageContainingAll(
                        "give the address of the broker",
                        "give a client id prefix",
                        "give a serializer",
                        "say when to publish",
                        "the maximum in flight is 0 and must be 1 to 65535",
                        "the maximum rate is 0/s and must be at least 1/s",
                        "the flush timeout is PT0S",
                        "the keep alive is PT24H");
    }

    @Test
    void staysBelowTheLimitsOfAwsIotCoreByDefault() {
        MqttSinkSettings settings =
                SinkFixtures.aSink(BROKER, Publish.ON_COMMIT).build().settings();

        assertThat(settings.maximumInFlight()).isEqualTo(90);
        assertThat(settings.maximumRatePerSecond()).isEqualTo(90);
        assertThat(settings.flushTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.keepAlive()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void takesEverySettingOver() {
        MqttSinkSettings settings =
                SinkFixtures.aSink(BROKER, Publish.ON_WRITE)
                        .clientIdPrefix("valves")
                        .maximumInFlight(5)
                        .maximumRatePerSecond(7)
                        .flushTimeout(Duration.ofSeconds(9))
                        .keepAlive(Duration.ofSeconds(11))
                        .build()
                        .settings();

        assertThat(settings)
                .isEqualTo(
                        new MqttSinkSettings(
                                BROKER,
                                "valves",
                                5,
                                7,
                                Duration.ofSeconds(9),
                                Duration.ofSeconds(11)));
    }

    @Test
    void eachSubtaskIsAClientOfItsOwnThatKeepsNoSession() {
        ConnectionSettings connection = SinkFixtures.settings(BROKER).connection(3);

        assertThat(connection.clientId()).isEqualTo("test-sink-3");
        assertThat(connection.filters()).isEqualTo(List.of());
        assertThat(connection.sessionExpiry()).isZero();
    }

    @Test
    void onlyWhatIsPublishedOnCommitHasACommitter() {
        assertThat(SinkFixtures.aSink(BROKER, Publish.ON_COMMIT).build())
                .isInstanceOf(SupportsCommitter.class);
        assertThat(SinkFixtures.aSink(BROKER, Publish.ON_WRITE).build())
                .isNotInstanceOf(SupportsCommitter.class);
    }

    @ParameterizedTest
    @EnumSource
    void travelsToTheCluster(Publish publish) throws Exception {
        BrokerAddress secured =
                BrokerAddress.secured(
                        "localhost",
                        8883,
                        new TlsSettings(TlsCredentials.inFiles("c", "k", null), "name"));
        MqttSink<String> copy =
                InstantiationUtil.clone(SinkFixtures.aSink(secured, publish).build());

        assertThat(copy.settings().clientIdPrefix()).isEqualTo("test-sink");
        assertThat(copy.settings().broker().tls()).isNotNull();
        assertThat(copy.serializer().serialize("a/b:c"))
                .isEqualTo(SinkFixtures.publication("a/b:c"));
    }
}
