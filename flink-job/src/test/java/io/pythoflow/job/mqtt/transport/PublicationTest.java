package io.pythoflow.job.mqtt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublicationTest {

    @ParameterizedTest
    @MethodSource("publications")
    void knowsItsSizeOnTheWire(Publication publication) {
        EmbeddedChannel encoder = new EmbeddedChannel(MqttEncoder.INSTANCE);
        encoder.writeOutbound(
                MqttMessageBuilders.connect()
                        .protocolVersion(MqttVersion.MQTT_5)
                        .clientId("c")
                        .build());
        encoder.<ByteBuf>readOutbound().release();
        encoder.writeOutbound(Packets.publish(publication, publication.qos()));
        int bytes = 0;
        for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
            bytes += part.readableBytes();
            part.release();
        }

        assertThat(publication.packetBytes()).isEqualTo(bytes);
        assertThat(encoder.finish()).isFalse();
    }

    static Stream<Publication> publications() {
        return Stream.of(
                Publication.of("t", new byte[0], 0),
                Publication.of("t", new byte[0], 1),
                Publication.of("campo/irrigação", new byte[120], 1),
                publication(new byte[0], 60L, new byte[16], "ack", "application/json"),
                publication(new byte[16_300], 60L, new byte[16], null, null),
                publication(new byte[128 * 1024], null, new byte[200], "ack", null),
                publication(new byte[3 << 20], null, null, null, "text/plain"));
    }

    private static Publication publication(
            byte[] payload,
            @Nullable Long expiry,
            byte @Nullable [] correlation,
            @Nullable String response,
            @Nullable String type) {
        return new Publication("a/b", payload, 1, true, expiry, correlation, response, type);
    }
}
