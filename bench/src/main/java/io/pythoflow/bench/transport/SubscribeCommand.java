package io.pythoflow.bench.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import io.pythoflow.bench.ExitCodes;
import io.pythoflow.bench.wire.RawSubscriber;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.mqtt.transport.BrokerAddress;
import io.pythoflow.job.mqtt.transport.ConnectionSettings;
import io.pythoflow.job.mqtt.transport.GatheringLoop;
import io.pythoflow.job.mqtt.transport.NettyMqttTransport;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench subscribe}: one subscriber, in a process of its own. */
@Command(
        name = "subscribe",
        hidden = true,
        header = "Receive numbered readings and say what it cost; started by 'transport'.")
public final class SubscribeCommand implements Callable<Integer> {
    static final String SUBSCRIBED = "subscribed";

    private static final String CLIENT_ID = "bench-subscriber";
    private static final int LARGEST_WINDOW = 65_535;
    private static final int LARGEST_PACKET = 256 * 1024;

    @Spec private CommandSpec spec;

    @Option(names = "--as", required = true, description = "${COMPLETION-CANDIDATES}.")
    private Subscriber subscriber = Subscriber.RAW;

    @Option(names = "--broker", required = true, description = "mqtt://host:port")
    private URI broker = URI.create("mqtt://localhost");

    @Option(names = "--warm-up", required = true, description = "Messages not measured.")
    private long warmUp;

    @Option(names = "--messages", required = true, description = "Messages of a round.")
    private long messages;

    @Option(names = "--rounds", required = true, description = "Rounds.")
    private int rounds;

    @Option(names = "--hold-millis", required = true, description = "Acknowledge so often.")
    private long holdMillis;

    @Override
    public Integer call() throws Exception {
        Meter meter =
                Meter.ofThisProcess(
                        new Meter.Plan(warmUp, messages, rounds),
                        figures -> figures.print(spec.commandLine().getOut()));
        switch (subscriber) {
            case RAW -> runRaw(meter);
            case TRANSPORT -> runTransport(meter);
        }
        return ExitCodes.OK;
    }

    private void runRaw(Meter meter) throws Exception {
        new RawSubscriber(Duration.ofMillis(holdMillis))
                .run(
                        broker,
                        CLIENT_ID,
                        Topics.SENSOR_DATA_FILTER,
                        this::saySubscribed,
                        meter::received,
                        meter::isDone);
    }

    private void runTransport(Meter meter) throws Exception {
        EventLoopGroup group = GatheringLoop.create("transport");
        EventLoop loop = group.next();
        NettyMqttTransport transport =
                NettyMqttTransport.create(
                        loop,
                        new ConnectionSettings(
                                BrokerAddress.plain(broker.getHost(), broker.getPort()),
                                CLIENT_ID,
                                List.of(Topics.SENSOR_DATA_FILTER),
                                List.of(),
                                false,
                                false,
                                LARGEST_WINDOW,
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(60),
                                LARGEST_PACKET));
        HoldingListener listener =
                new HoldingListener(transport, meter, this::saySubscribed, this::giveUp);
        transport.start(listener);
        Future<?> unused =
                loop.scheduleAtFixedRate(
                        listener::acknowledge, holdMillis, holdMillis, TimeUnit.MILLISECONDS);
        meter.awaitDone();
        loop.submit(listener::acknowledge).sync();
        transport.close().get();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    /** The event loop cannot throw to the thread that waits for the last message. */
    private void giveUp(String reason) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("The run is spoilt: " + reason);
        err.flush();
        Runtime.getRuntime().halt(ExitCodes.FAILED);
    }

    private void saySubscribed() {
        PrintWriter out = spec.commandLine().getOut();
        out.println(SUBSCRIBED);
        out.flush();
    }
}
