package io.pythoflow.sim.field;

import io.pythoflow.sim.ZoneConverter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code --past} and {@code --time-zone}. */
final class PastOptions {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--past",
            paramLabel = "DURATION",
            description =
                    "Tell the field's past instead of its present, as fast as the broker"
                            + " acknowledges, and end: 36h, 30d; 1h to 400d. It begins at 6 in the"
                            + " morning, so long ago or up to a day longer, and ends now.")
    private @Nullable String past;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            converter = ZoneConverter.class,
            description =
                    "With --past, whose 6 in the morning: UTC, +01:00, America/Sao_Paulo. Noon of"
                            + " the field is noon there.")
    private ZoneId timeZone = ZoneOffset.UTC;

    /**
     * A field and what is to be told of it.
     *
     * @param leftOut faults that were asked for and no past has, for people; empty if none
     */
    record Story(FieldConfig field, Past past, String leftOut) {}

    /**
     * What to tell; empty where {@code --past} was not given.
     *
     * @param now when the past ends
     * @throws ParameterException naming everything that does not fit
     */
    Optional<Story> story(FieldOptions field, Instant now) {
        List<String> problems = new ArrayList<>();
        Optional<Story> story = Optional.empty();
        if (past != null) {
            Optional<Past> told = told(past, now, problems);
            LocalDate firstDay =
                    told.map(Past::firstDay).orElse(LocalDate.ofInstant(now, timeZone));
            Optional<FieldConfig> config = field.pastConfig(firstDay, problems);
            String leftOut = field.leavesOutNoClock() ? "no-clock left out" : "";
            story = told.flatMap(it -> config.map(known -> new Story(known, it, leftOut)));
        } else if (isZoneGiven()) {
            problems.add("--time-zone goes with --past");
        }
        if (!problems.isEmpty()) {
            throw new ParameterException(commandSpec().commandLine(), String.join("; ", problems));
        }
        return story;
    }

    private Optional<Past> told(String atLeast, Instant now, List<String> problems) {
        try {
            return Optional.of(Past.of(new DurationConverter().convert(atLeast), timeZone, now));
        } catch (TypeConversionException e) {
            problems.add("Invalid value for option '--past': " + e.getMessage());
        } catch (IllegalArgumentException e) {
            problems.add(
                    "Invalid value for option '--past': '%s'; allowed is 1h to 400d"
                            .formatted(atLeast));
        }
        return Optional.empty();
    }

    private boolean isZoneGiven() {
        return commandSpec().commandLine().getParseResult().hasMatchedOption("--time-zone");
    }

    private CommandSpec commandSpec() {
        if (spec == null) {
            throw new IllegalStateException("Not on a command line");
        }
        return spec;
    }
}
