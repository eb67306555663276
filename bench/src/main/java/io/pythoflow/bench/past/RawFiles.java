package io.pythoflow.bench.past;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pythoflow.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Raw files as the original's rule wrote them: {@code <topic>/yyyy-MM/dd/<epoch ms>.json}, one for
 * each message, days of São Paulo. Twenty gateways send an array of three nodes every two minutes.
 * Everything follows from the number of the file.
 *
 * @param files in all
 */
record RawFiles(int files) {
    static final int NODES = 3;

    private static final int GATEWAYS = 20;
    private static final Duration EVERY = Duration.ofMinutes(2);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM/dd").withZone(ZoneId.of("America/Sao_Paulo"));

    /** From the first file to the last. */
    Duration length() {
        return EVERY.multipliedBy(files / GATEWAYS);
    }

    /** Writes all of them. */
    void write(Path root) {
        try {
            for (int file = 0; file < files; file++) {
                int gateway = file % GATEWAYS;
                // Gateways keep their own time, a second apart.
                long receivedAt =
                        PastRange.START.toEpochMilli()
                                + file / GATEWAYS * EVERY.toMillis()
                                + gateway * 1_000L;
                Path folder =
                        root.resolve("irrigation/sensors/G%02d/data".formatted(gateway))
                                .resolve(DAY.format(Instant.ofEpochMilli(receivedAt)));
                Files.createDirectories(folder);
                Files.write(
                        folder.resolve(receivedAt + ".json"),
                        message(file, gateway, receivedAt).getBytes(US_ASCII));
            }
        } catch (IOException e) {
            throw new BenchException("Cannot write raw files below " + root, e);
        }
    }

    static String message(int file, int gateway, long receivedAt) {
        StringBuilder text = new StringBuilder("{\"$unknown\":[");
        for (int node = 0; node < NODES; node++) {
            int number = file * NODES + node;
            text.append(node == 0 ? "" : ",")
                    .append(
                            String.format(
                                    Locale.ROOT,
                                    "{\"identifier\":\"G%02dN%d\",\"values\":{\"temperature\":%.1f,\"humidity\":%.1f,"
                                            + "\"soil_humidity\":%.1f,\"light\":%d,\"uv_intensity\":%d,"
                                            + "\"soil_temperature\":%.1f}}",
                                    gateway,
                                    node,
                                    value(number, 7_919, 100, 300),
                                    value(number, 7_907, 300, 600),
                                    value(number, 7_901, 100, 800),
                                    number * 7_883L % 1_024,
                                    number * 7_879L % 12,
                                    value(number, 7_877, 80, 200)));
        }
        return text.append("],\"ingestion_timestamp\":").append(receivedAt).append('}').toString();
    }

    private static double value(long number, int step, int least, int span) {
        return (least + number * step % span) / 10.0;
    }
}
