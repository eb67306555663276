package io.pythoflow.job.testing;

import io.pythoflow.contract.archive.ArchiveCodec;
import io.pythoflow.contract.archive.ArchivedMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A raw archive as Firehose fills it: gzip files of lines, in the folder of their receipt. */
public final class ArchiveFiles {

    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("'dt='yyyy-MM-dd/'hour='HH").withZone(ZoneOffset.UTC);

    private final ArchiveCodec codec = new ArchiveCodec();
    private final Path root;
    private int files;

    public ArchiveFiles(Path root) {
        this.root = root;
    }

    public Path root() {
        return root;
    }

    /** A line of the archive. */
    public byte[] line(String topic, long receivedAt, String payload) {
        return codec.encode(
                new ArchivedMessage(
                        topic,
                        "irrigation-gateway-000",
                        receivedAt,
                        payload.getBytes(StandardCharsets.UTF_8)));
    }

    /** A file of lines in the folder of an hour. */
    public Path file(long receivedAt, List<byte[]> lines) {
        return bytes(receivedAt, compressed(lines));
    }

    /** A file that ends before its content does. */
    public Path fileBrokenOff(long receivedAt, List<byte[]> lines) {
        byte[] whole = compressed(lines);
        return bytes(receivedAt, Arrays.copyOf(whole, whole.length - 12));
    }

    /** Any bytes in the place of a file. */
    public Path bytes(long receivedAt, byte[] content) {
        try {
            Path folder = root.resolve(HOUR.format(Instant.ofEpochMilli(receivedAt)));
            Files.createDirectories(folder);
            files++;
            return Files.write(folder.resolve("archive-" + files + ".gz"), content);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write an archive file below " + root, e);
        }
    }

    private static byte[] compressed(List<byte[]> lines) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(content)) {
            for (byte[] line : lines) {
                out.write(line);
                out.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write into memory", e);
        }
        return content.toByteArray();
    }
}
