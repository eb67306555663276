package io.pythoflow.sim.broker;

import io.pythoflow.sim.ExitCodes;
import io.pythoflow.sim.Limits;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway-sim broker}. */
@Command(
        name = "broker",
        header = "Run an MQTT broker in this process, for local use.",
        description = {
            "HiveMQ Community Edition with MQTT 3.1.1 and 5, shared subscriptions and persistent"
                    + " sessions. Sessions and queued messages live in memory and end with the"
                    + " process; nothing is written outside a temporary folder, which is deleted at"
                    + " the end, and nothing is sent to anybody. Everybody who reaches the port may"
                    + " do everything, so it listens on this machine alone unless --host says"
                    + " otherwise.",
            "",
            "Prints 'listening on mqtt://localhost:PORT' when it listens and runs until Ctrl-C.",
            "",
            "A subscriber gets a batch of up to the in-flight window, and the next batch when it"
                    + " has acknowledged all of that one. A share group's further messages wait"
                    + " while one of its members has not acknowledged its batch: rates measured"
                    + " with several members and late acknowledgements say little about other"
                    + " brokers."
        },
        footer = {
            "  gateway-sim broker",
            "  gateway-sim broker --port 0 --ready-file broker.url",
            "  # mutual TLS with throw-away certificates",
            "  gateway-sim credentials certs --thing irrigation-gateway-000",
            "  gateway-sim broker --tls-port 8883 --tls-dir certs/broker",
            "  gateway-sim load --broker mqtts://localhost:8883 \\",
            "      --credentials certs/things/irrigation-gateway-000"
        })
public final class BrokerCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "localhost",
            description = "Address to listen on; 0.0.0.0 lets other machines in.")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "1883",
            description = "Port of the plain listener; 0 takes any free one.")
    private int port;

    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            description =
                    "Also listen with mutual TLS on this port; 0 takes any free one. Needs"
                            + " --tls-dir.")
    private @Nullable Integer tlsPort;

    @Option(
            names = "--tls-dir",
            paramLabel = "DIR",
            description =
                    "Folder with the broker's certificate.pem and private.key, and"
                            + " AmazonRootCA1.pem, the authority whose clients may connect.")
    private @Nullable Path tlsFolder;

    @Option(
            names = "--inflight-window",
            paramLabel = "MESSAGES",
            defaultValue = "" + BrokerSettings.DEFAULT_INFLIGHT_WINDOW,
            description = "Unacknowledged QoS 1 messages per subscriber, 1 to 65535.")
    private int inflightWindow;

    @Option(
            names = "--max-queued",
            paramLabel = "MESSAGES",
            defaultValue = "" + BrokerSettings.DEFAULT_MAX_QUEUED_MESSAGES,
            description =
                    "Messages kept for a session that is offline, and for a share group; further"
                            + " ones are discarded.")
    private long maxQueued;

    @Option(
            names = "--ready-file",
            paramLabel = "FILE",
            description = "Write the broker's URL into this file when it listens.")
    private @Nullable Path readyFile;

    @Override
    public Integer call() throws IOException {
        BrokerSettings settings = settings();
        PrintWriter out = spec.commandLine().getOut();
        try (LocalBroker broker = LocalBroker.start(settings);
                ReadyFile ready = new ReadyFile(readyFile)) {
            ready.write(broker.address());
            out.println("listening on " + broker.address());
            broker.tlsAddress().ifPresent(tls -> out.println("listening on " + tls));
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            out.println("broker stopped");
        }
        return ExitCodes.INTERRUPTED;
    }

    private BrokerSettings settings() {
        Limits.within(spec, "--port", port, 0, 65_535);
        Limits.within(spec, "--inflight-window", inflightWindow, 1, 65_535);
        Limits.atLeast(spec, "--max-queued", maxQueued, 1);
        if (tlsPort != null) {
            Limits.within(spec, "--tls-port", tlsPort, 0, 65_535);
        }
        if ((tlsPort == null) != (tlsFolder == null)) {
            throw new ParameterException(
                    spec.commandLine(), "Options '--tls-port' and '--tls-dir' go together");
        }
        BrokerSettings.Tls tls =
                tlsPort == null ? null : new BrokerSettings.Tls(tlsPort, tlsFolder);
        return new BrokerSettings(host, port, tls, inflightWindow, maxQueued);
    }
}
