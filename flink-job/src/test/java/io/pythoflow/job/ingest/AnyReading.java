package io.pythoflow.job.ingest;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.TimestampSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Readings with whatever the type allows, for serializers. */
final class AnyReading {
    private static final List<Metric> METRICS = List.of(Metric.values());
    private static final List<TimestampSource> SOURCES = List.of(TimestampSource.values());
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "A1",
                    "irrigation/sensors/A1/data",
                    "umidade do solo é 27 % – 🌱",
                    "x".repeat(999));

    private AnyReading() {}

    static Reading any(Random random) {
        List<Measurement> measurements = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            Metric known = METRICS.get(random.nextInt(METRICS.size()));
            measurements.add(
                    random.nextInt(4) == 0
                            ? new Measurement(text(random), random.nextGaussian(), orNull(random))
                            : new Measurement(known.metricName(), random.nextGaussian(), null));
        }
        return new Reading(
                orNull(random),
                text(random),
                orNull(random),
                orNull(random),
                random.nextLong(),
                SOURCES.get(random.nextInt(SOURCES.size())),
                random.nextLong(),
                random.nextBoolean() ? random.nextLong() : null,
                random.nextBoolean() ? random.nextInt() : null,
                random.nextBoolean(),
                measurements,
                random.nextBoolean() ? List.of() : List.of(text(random), text(random)),
                text(random),
                orNull(random));
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static @Nullable String orNull(Random random) {
        return random.nextBoolean() ? null : text(random);
    }
}
