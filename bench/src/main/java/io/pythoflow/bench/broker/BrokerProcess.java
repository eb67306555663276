package io.pythoflow.bench.broker;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.process.ChildProcess;
import io.pythoflow.bench.process.JavaCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running broker that drops nothing and keeps its sessions in memory. */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(1);
    private static final long RETRY_MS = 50;

    private final ChildProcess process;
    private final URI url;
    private final String description;

    private BrokerProcess(ChildProcess process, URI url, String description) {
        this.process = process;
        this.url = url;
        this.description = description;
    }

    /**
     * Starts a broker and waits until it listens.
     *
     * @param folder for its configuration and output
     * @param window unacknowledged QoS 1 messages per session, 1 to 65,535
     */
    public static BrokerProcess start(BrokerKind kind, Path folder, int window)
            throws InterruptedException {
        return start(kind, folder, window, List.of());
    }

    /**
     * The same on the first core alone, where the system can do that, so that the broker is as fast
     * in one run as in the next.
     */
    public static BrokerProcess startPinned(BrokerKind kind, Path folder, int window)
            throws InterruptedException {
        return start(
                kind,
                folder,
                window,
                Programs.find("taskset")
                        .map(program -> List.of(program, "-c", "0"))
                        .orElse(List.of()));
    }

    private static BrokerProcess start(
            BrokerKind kind, Path folder, int window, List<String> prefix)
            throws InterruptedException {
        return switch (kind) {
            case MOSQUITTO -> mosquitto(folder, window, prefix);
            case HIVEMQ -> hiveMq(folder, window, prefix);
        };
    }

    private static BrokerProcess mosquitto(Path folder, int window, List<String> prefix)
            throws InterruptedException {
        String program =
                BrokerKind.findMosquitto()
                        .orElseThrow(
                                () ->
                                        new BenchException(
                                                "There is no mosquitto on the PATH: install it"
                                                        + " (apt-get install mosquitto), or"
                                                        + " measure with --broker hivemq"));
        int port = freePort();
        Path configuration = folder.resolve("mosquitto.conf");
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    configuration,
                    """
                    listener %d 127.0.0.1
                    allow_anonymous true
                    max_inflight_messages %d
                    max_queued_messages 0
                    max_queued_bytes 0
                    persistence false
                    set_tcp_nodelay true
                    sys_interval 1
                    log_dest stderr
                    log_type error
                    log_type warning
                    """
                            .formatted(port, window));
        } catch (IOException e) {
            throw new BenchException("Cannot write " + configuration, e);
        }
        ChildProcess process =
                ChildProcess.start(
                        folder,
                        "mosquitto",
                        prefixed(prefix, List.of(program, "-c", configuration.toString())));
        try {
            awaitListening(process, port);
        } catch (BenchException | InterruptedException e) {
            process.close();
            throw e;
        }
        return new BrokerProcess(
                process,
                URI.create("mqtt://127.0.0.1:" + port),
                BrokerKind.mosquittoVersion(program));
    }

    private static BrokerProcess hiveMq(Path folder, int window, List<String> prefix)
            throws InterruptedException {
        ChildProcess process =
                ChildProcess.start(
                        folder,
                        "hivemq",
                        prefixed(
                                prefix,
                                JavaCommand.simulator(
                                        List.of(
                                                "broker",
                                                "--port",
                                                "0",
                                                "--inflight-window",
                                                String.valueOf(window)))));
        String mark = "listening on ";
        try {
            process.awaitLines(mark, 1, START);
        } catch (BenchException | InterruptedException e) {
            process.close();
            throw e;
        }
        String url =
                process.lines().stream()
                        .filter(line -> line.startsWith(mark))
                        .findFirst()
                        .orElseThrow()
                        .substring(mark.length());
        return new BrokerProcess(process, URI.create(url), BrokerKind.hiveMqVersion());
    }

    private static List<String> prefixed(List<String> prefix, List<String> command) {
        return Stream.concat(prefix.stream(), command.stream()).toList();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BenchException("There is no free port on this machine", e);
        }
    }

    private static void awaitListening(ChildProcess process, int port) throws InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline || process.hasEnded()) {
                    throw new BenchException(
                            "mosquitto does not listen on port %d: %s"
                                    .formatted(port, process.lines()),
                            e);
                }
                TimeUnit.MILLISECONDS.sleep(RETRY_MS);
            }
        }
    }

    /** {@code mqtt://host:port}. */
    public URI url() {
        return url;
    }

    /** Of the broker itself: what pins it becomes it. */
    public long pid() {
        return process.pid();
    }

    /** Product and version, for the report. */
    public String description() {
        return description;
    }

    @Override
    public void close() {
        process.close();
    }
}
