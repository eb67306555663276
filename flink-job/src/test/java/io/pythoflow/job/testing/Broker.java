package io.pythoflow.job.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** HiveMQ CE in a process of its own, on a free port. */
public final class Broker implements AutoCloseable {

    private final JavaProcess process;
    private final String url;

    private Broker(JavaProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts it and waits until it listens. */
    public static Broker start(Path folder, String... options) {
        Path ready = folder.resolve("broker-ready");
        String[] arguments =
                Stream.concat(
                                Stream.of(
                                        "broker", "--port", "0", "--ready-file", ready.toString()),
                                List.of(options).stream())
                        .toArray(String[]::new);
        JavaProcess process = JavaProcess.simulator(folder.resolve("broker.log"), arguments);
        Awaitility.await("broker listens")
                .atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(ready) && Files.size(ready) > 0);
        try {
            return new Broker(process, Files.readString(ready).trim());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + ready, e);
        }
    }

    /** {@code mqtt://localhost:port}. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        process.close();
    }
}
