package io.pythoflow.job.mqtt.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.pythoflow.bench.load.Messages;
import io.pythoflow.bench.load.Workload;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** From the bytes of a connection to messages. One operation is a message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TransportBenchmark {
    /** What one read of a busy socket brings. */
    private static final int MESSAGES = 64;

    private static final int MAXIMUM_PACKET = 1 << 20;
    private static final int RECEIVE_MAXIMUM = 65_535;

    private @Nullable EmbeddedChannel channel;
    private @Nullable ByteBuf packets;
    private @Nullable Blackhole sink;

    /** Connects, and encodes the messages. */
    @Setup
    public void prepare(Blackhole blackhole) {
        sink = blackhole;
        ConnectionSettings settings =
                new ConnectionSettings(
                        BrokerAddress.plain("localhost", 1883),
                        "bench",
                        List.of(),
                        List.of(),
                        false,
                        false,
                        RECEIVE_MAXIMUM,
                        Duration.ofHours(1),
                        Duration.ZERO,
                        MAXIMUM_PACKET);
        EmbeddedChannel connected = new EmbeddedChannel();
        connected
                .pipeline()
                .addLast(
                        MqttEncoder.INSTANCE,
                        new MqttDecoder(MAXIMUM_PACKET),
                        new MqttConnection(
                                1,
                                settings,
                                NettyMqttTransport.create(connected.eventLoop(), settings),
                                new Listener()));
        connected.pipeline().fireChannelActive();
        ByteBuf connAck = PooledByteBufAllocator.DEFAULT.buffer();
        connAck.writeBytes(new byte[] {0x20, 3, 0, 0, 0});
        connected.writeInbound(connAck);
        channel = connected;
        packets = publishes();
    }

    private static ByteBuf publishes() {
        Messages messages =
                new Messages(
                        new Workload(
                                MESSAGES, 5, 1, 1_767_225_600_000L, 1_000_000, Workload.Late.NONE));
        ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer();
        for (int message = 0; message < MESSAGES; message++) {
            byte[] topic = messages.topic(message).getBytes(UTF_8);
            byte[] payload = messages.payload(message);
            int length = Short.BYTES + topic.length + Short.BYTES + 1 + payload.length;
            bytes.writeByte(0x32);
            bytes.writeByte((length & 0x7F) | 0x80);
            bytes.writeByte(length >>> 7);
            bytes.writeShort(topic.length).writeBytes(topic);
            bytes.writeShort(message + 1);
            bytes.writeByte(0);
            bytes.writeBytes(payload);
        }
        return bytes;
    }

    /** A PUBLISH of QoS 1, taken apart and handed to the listener. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public boolean publishTakenApart() {
        return channel.writeInbound(packets.retainedDuplicate());
    }

    /** Frees the connection. */
    @TearDown
    public void close() {
        channel.finishAndReleaseAll();
        packets.release();
    }

    private final class Listener implements MqttListener {
        @Override
        public void received(InboundMessage message) {
            sink.consume(message);
        }

        @Override
        public void receivedAll() {}

        @Override
        public void connected(long connection, SessionState session) {}

        @Override
        public void subscribed(long connection) {}

        @Override
        public void acknowledged(long connection, int count, long writtenAt) {}

        @Override
        public void disconnected(long connection, Disconnect disconnect) {
            throw new IllegalStateException("The connection ended: " + disconnect);
        }

        @Override
        public void sessionEnded(long connection) {}

        @Override
        public void failed(MqttFatalException failure) {
            throw failure;
        }
    }
}
