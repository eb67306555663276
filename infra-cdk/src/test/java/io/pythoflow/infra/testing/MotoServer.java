package io.pythoflow.infra.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** AWS as moto's server emulates it, in a process of its own on a free port. */
public final class MotoServer implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("Running on (http://[0-9.]+:\\d+)");

    private final Process process;
    private final URI endpoint;

    private MotoServer(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Starts it, its log in this folder, and waits until it listens. */
    public static MotoServer start(Path folder) {
        Path log = folder.resolve("moto.log");
        Path program = Path.of(System.getProperty("pythoflow.venv"), "bin/moto_server");
        ProcessBuilder builder =
                new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", "0")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        try {
            Process process = builder.start();
            try {
                Awaitility.await("moto listens, its output in " + log)
                        .atMost(Duration.ofSeconds(60))
                        .failFast(() -> !process.isAlive())
                        .until(() -> LISTENS.matcher(Files.readString(log)).find());
            } catch (RuntimeException e) {
                process.destroy();
                throw e;
            }
            Matcher matcher = LISTENS.matcher(Files.readString(log));
            matcher.find();
            return new MotoServer(process, URI.create(matcher.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + program + "; run bin/venv", e);
        }
    }

    /** {@code http://127.0.0.1:port}, of every service. */
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
