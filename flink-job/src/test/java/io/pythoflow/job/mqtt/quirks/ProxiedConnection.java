package io.pythoflow.job.mqtt.quirks;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import io.pythoflow.job.mqtt.quirks.BrokerProxy.Cut;
import io.pythoflow.job.mqtt.quirks.BrokerProxy.Direction;
import io.pythoflow.job.mqtt.transport.BrokerAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client's connection and the broker's, which live and die together. Proxy thread. */
final class ProxiedConnection {
    private static final int CONNACK = 2;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int SUBACK = 9;
    private static final int QOS_1 = 0x02;

    private final Channel client;
    private final @Nullable Cut cut;
    private final List<Integer> received = new ArrayList<>();
    private final List<Integer> acknowledged = new ArrayList<>();
    private final Set<Integer> unacknowledged = new HashSet<>();
    private final Pipe toBroker = new Pipe(Direction.TO_BROKER);
    private final Pipe toClient = new Pipe(Direction.TO_CLIENT);
    private @Nullable Channel broker;
    private boolean sessionPresent;
    private boolean subscribed;

    /** The client's channel waits for the broker's, so it is not read before. */
    ProxiedConnection(Channel client, @Nullable Cut cut) {
        this.client = client;
        this.cut = cut;
    }

    void open(EventLoopGroup loop, BrokerAddress address) {
        broker =
                new Bootstrap()
                        .group(loop)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.AUTO_READ, false)
                        .handler(toClient.into(client))
                        .connect(address.host(), address.port())
                        .addListener(
                                connected -> {
                                    if (connected.isSuccess()) {
                                        flow();
                                    } else {
                                        cut();
                                    }
                                })
                        .channel();
        client.pipeline().addLast(toBroker.into(broker));
    }

    private void flow() {
        client.config().setAutoRead(true);
        broker.config().setAutoRead(true);
    }

    void cut() {
        close(client);
        if (broker != null) {
            close(broker);
        }
    }

    private static void close(Channel channel) {
        Future<?> unused = channel.close();
    }

    Exchange exchange() {
        return new Exchange(
                sessionPresent,
                subscribed,
                List.copyOf(received),
                List.copyOf(acknowledged),
                toBroker.passed,
                toClient.passed,
                client.isActive());
    }

    private void seen(int header, byte[] body) {
        int type = header >> 4;
        if (type == CONNACK) {
            sessionPresent = body[0] == 1;
        } else if (type == SUBACK) {
            subscribed = true;
        } else if (type == PUBACK) {
            acknowledged.add(unsignedShort(body, 0));
            unacknowledged.remove(unsignedShort(body, 0));
        } else if (type == PUBLISH && (header & QOS_1) != 0) {
            int packetId = unsignedShort(body, 2 + unsignedShort(body, 0));
            if (unacknowledged.add(packetId)) {
                received.add(packetId);
            }
        }
    }

    private static int unsignedShort(byte[] bytes, int at) {
        return Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(at));
    }

    /** Passes what one side sends to the other. */
    private final class Pipe extends ChannelInboundHandlerAdapter {
        private final Direction direction;
        private @Nullable Channel to;
        private final PacketReader packets = new PacketReader(ProxiedConnection.this::seen);
        private int passed;

        Pipe(Direction direction) {
            this.direction = direction;
        }

        Pipe into(Channel channel) {
            to = channel;
            return this;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object data) {
            ByteBuf bytes = (ByteBuf) data;
            boolean isLast =
                    cut != null
                            && cut.direction() == direction
                            && passed + bytes.readableBytes() > cut.afterBytes();
            if (isLast) {
                bytes.writerIndex(bytes.readerIndex() + cut.afterBytes() - passed);
            }

            passed += bytes.readableBytes();
            packets.read(ByteBufUtil.getBytes(bytes));
            Future<?> written = to.writeAndFlush(bytes);
            if (isLast) {
                ctx.channel().config().setAutoRead(false);
                written.addListener(done -> cut());
            }
        }

        /** The other side takes no more, or again: this channel's peer is read accordingly. */
        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            to.config().setAutoRead(ctx.channel().isWritable());
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            // What is written already still reaches the other side.
            to.writeAndFlush(ctx.alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            cut();
        }
    }
}
