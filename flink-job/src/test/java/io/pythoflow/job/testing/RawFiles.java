package io.pythoflow.job.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** A folder as the original's AWS IoT rule filled it, one file a message. */
public final class RawFiles {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM/dd").withZone(ZoneId.of("America/Sao_Paulo"));

    private final Path root;

    public RawFiles(Path root) {
        this.root = root;
    }

    public Path root() {
        return root;
    }

    /** A message that is an array, as the rule wraps it. */
    public void array(String topic, long receivedAt, String elements) {
        write(
                topic,
                receivedAt,
                "{\"$unknown\":[%s],\"ingestion_timestamp\":%d}".formatted(elements, receivedAt));
    }

    /** Any text in the place of a message. */
    public void write(String topic, long receivedAt, String text) {
        try {
            Path folder = root.resolve(topic).resolve(DAY.format(Instant.ofEpochMilli(receivedAt)));
            Files.createDirectories(folder);
            Files.write(
                    folder.resolve(receivedAt + ".json"), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a raw file below " + root, e);
        }
    }
}
