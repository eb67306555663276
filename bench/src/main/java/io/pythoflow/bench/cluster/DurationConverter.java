package io.pythoflow.bench.cluster;

import io.pythoflow.contract.property.PropertyType;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/** Reads durations as the job's settings write them, such as {@code 60 s}. */
public final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return PropertyType.duration(Duration.ZERO, Duration.ofDays(1)).parser().parse(text);
    }
}
