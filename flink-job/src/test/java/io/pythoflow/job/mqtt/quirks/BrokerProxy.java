package io.pythoflow.job.mqtt.quirks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.Future;
import io.pythoflow.job.mqtt.transport.BrokerAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * Stands between clients and any broker, plain TCP. It sees what passes, and cuts connections at
 * any byte. Back-pressure passes through. All state belongs to its one thread; public methods hop
 * there and wait.
 */
public final class BrokerProxy implements AutoCloseable {

    /** Which way bytes go. */
    public enum Direction {
        TO_BROKER,
        TO_CLIENT
    }

    /** The end of a connection: so many bytes pass in one direction, and not one more. */
    public record Cut(Direction direction, int afterBytes) {
        /** Leaves a connection alone. */
        public static final Cut NONE = new Cut(Direction.TO_CLIENT, Integer.MAX_VALUE);
    }

    private final OneThread thread = new OneThread("proxy");
    private final List<ProxiedConnection> connections = new ArrayList<>();
    private final Deque<Cut> cuts = new ArrayDeque<>();
    private final Channel server;
    private BrokerAddress broker;
    private boolean refuses;
    private int attempts;

    private BrokerProxy(BrokerAddress first) {
        broker = first;
        server =
                new ServerBootstrap()
                        .group(thread.loop())
                        .channel(NioServerSocketChannel.class)
                        .childOption(ChannelOption.AUTO_READ, false)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel client) {
                                        accept(client);
                                    }
                                })
                        .bind("localhost", 0)
                        .syncUninterruptibly()
                        .channel();
    }

    /** Listens on a free port and passes everything to this broker. */
    public static BrokerProxy before(BrokerAddress broker) {
        return new BrokerProxy(broker);
    }

    private void accept(Channel client) {
        attempts++;
        if (refuses) {
            Future<?> unused = client.close();
            return;
        }

        ProxiedConnection connection = new ProxiedConnection(client, cuts.poll());
        connections.add(connection);
        connection.open(thread.loop(), broker);
    }

    public BrokerAddress address() {
        return BrokerAddress.plain(
                "localhost", ((InetSocketAddress) server.localAddress()).getPort());
    }

    /** Connections from now on go to another broker. */
    public void passTo(BrokerAddress other) {
        thread.run(() -> broker = other);
    }

    /** Each following connection suffers one of these; those after them are left alone. */
    public void cutNext(Collection<Cut> next) {
        thread.run(() -> cuts.addAll(next));
    }

    /** Cuts that wait for a connection. */
    public int cutsLeft() {
        return thread.call(cuts::size);
    }

    /** Cuts every connection, and says how many there were. */
    public int cutAll() {
        int open = openConnections();
        thread.run(() -> connections.forEach(ProxiedConnection::cut));
        return open;
    }

    public int openConnections() {
        return thread.call(
                () ->
                        Math.toIntExact(
                                connections.stream().filter(ProxiedConnection::isOpen).count()));
    }

    /** QoS 1 messages that went to clients, on all connections, copies included. */
    public long delivered() {
        return thread.call(
                () -> connections.stream().mapToLong(ProxiedConnection::delivered).sum());
    }

    /** Closes connections as soon as they are made, until {@link #admit}. */
    public void refuse() {
        thread.run(() -> refuses = true);
    }

    public void admit() {
        thread.run(() -> refuses = false);
    }

    /** Connections that were ever made, those refused included. */
    public int attempts() {
        return thread.call(() -> attempts);
    }

    /** What passed on each connection, in the order in which they were made. */
    public List<Exchange> exchanges() {
        return thread.call(() -> connections.stream().map(ProxiedConnection::exchange).toList());
    }

    public List<Exchange> openExchanges() {
        return exchanges().stream().filter(Exchange::isOpen).toList();
    }

    /** QoS 1 messages that clients acknowledged, on all connections. */
    public int acknowledged() {
        return exchanges().stream().mapToInt(exchange -> exchange.acknowledged().size()).sum();
    }

    /** QoS 1 messages that went to clients, on all connections, without copies. */
    public int received() {
        return exchanges().stream().mapToInt(exchange -> exchange.received().size()).sum();
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        thread.end();
    }
}
