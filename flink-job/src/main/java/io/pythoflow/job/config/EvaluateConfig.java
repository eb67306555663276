package io.pythoflow.job.config;

import io.pythoflow.contract.property.ControlProperties;
import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.PropertyType;
import io.pythoflow.contract.rules.InvalidRulesException;
import io.pythoflow.contract.rules.RulesCodec;
import io.pythoflow.contract.table.TableDefinition;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.control.ReplayOrder;
import io.pythoflow.job.control.ReplaySoil;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Everything an evaluation of the past is told, read once at start. The settings are the stream's;
 * those of the broker are not needed and not looked at, but for how long it keeps a session.
 *
 * @param rules that are tried
 * @param from start of the decisions, inclusive, epoch milliseconds
 * @param to end of the decisions, exclusive, epoch milliseconds
 * @param warmUp how much before {@code from} is replayed without writing decisions
 * @param output folder that the table of decisions is written into
 * @param order in which readings are heard
 * @param soil under the controller
 * @param decisionInterval evaluations without news become one row within it
 * @param duplicateMemory how far apart two copies of a message may have been received
 */
public record EvaluateConfig(
        RulesFile rules,
        long from,
        long to,
        Duration warmUp,
        URI output,
        ReplayOrder order,
        ReplaySoil soil,
        Duration decisionInterval,
        Duration duplicateMemory,
        IngestConfig ingest,
        LakeConfig lake) {

    /** Rain counts for three days at most, and a day's evapotranspiration needs that day. */
    private static final Duration WARM_UP = Duration.ofDays(3);

    private static final PropertyType<Duration> WARM_UPS =
            PropertyType.duration(Duration.ZERO, Duration.ofDays(366));

    private static final PropertyType<ReplayOrder> ORDERS = PropertyType.oneOf(ReplayOrder.class);
    private static final PropertyType<ReplaySoil> SOILS = PropertyType.oneOf(ReplaySoil.class);

    private static final String EVALUATIONS = "/evaluations/";

    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /**
     * Reads the configuration.
     *
     * @param groups property groups by id, as for {@link JobConfig#from}
     * @param environment of the process, as for {@link JobConfig#from}
     * @param now when this run begins, which names its folder unless one is given
     * @param files reads the rules, and looks at the folder of the output
     * @throws ConfigurationException with every problem, those of the rules included
     */
    public static EvaluateConfig from(
            Map<String, Properties> groups,
            Map<String, String> environment,
            EvaluateOptions options,
            Instant now,
            Files files) {
        Settings settings = new Settings(groups, environment);
        Optional<Instant> from = Arguments.instant("--from", options.from(), settings);
        Optional<Instant> to = Arguments.instant("--to", options.to(), settings);
        if (from.isPresent() && to.isPresent()) {
            Arguments.checkOrder(from.get(), to.get(), settings);
        }
        if (to.isPresent() && to.get().isAfter(now)) {
            settings.problem(
                    "--to %s: must not be later than now, %s; what has not come would look like silence"
                            .formatted(to.get(), now));
        }
        LakeConfig lake = LakeConfig.from(settings);
        checkReadings(lake, files, settings);
        ReplaySoil soil = value("--soil", options.soil(), SOILS, ReplaySoil.RECORDED, settings);
        EvaluateConfig config =
                new EvaluateConfig(
                        rules(options.rules(), soil, files, settings),
                        from.map(Instant::toEpochMilli).orElse(0L),
                        to.map(Instant::toEpochMilli).orElse(0L),
                        value("--warm-up", options.warmUp(), WARM_UPS, WARM_UP, settings),
                        output(options.output(), lake, now, files, settings),
                        value("--order", options.order(), ORDERS, ReplayOrder.RECEIVED, settings),
                        soil,
                        settings.value(ControlProperties.CONTROL_DECISION_INTERVAL),
                        JobConfig.duplicateMemory(
                                settings.value(JobProperties.MQTT_SESSION_EXPIRY),
                                settings.value(JobProperties.WINDOW_LATENESS)),
                        IngestConfig.from(settings),
                        lake);
        settings.failOnProblems();
        return config;
    }

    /** Start of the readings that are replayed, epoch milliseconds. */
    public long replayedFrom() {
        return from - warmUp.toMillis();
    }

    /** A past without readings is a misspelt lake, and its decisions would look like drought. */
    private static void checkReadings(LakeConfig lake, Files files, Settings settings) {
        URI readings = lake.location(Tables.READINGS);
        try {
            if (files.isEmpty(readings)) {
                settings.problem("There are no readings to evaluate in %s".formatted(readings));
            }
        } catch (IOException e) {
            settings.problem("%s: cannot be looked at (%s)".formatted(readings, e.getMessage()));
        }
    }

    private static RulesFile rules(
            Optional<String> text, ReplaySoil soil, Files files, Settings settings) {
        RulesFile none = new RulesFile(0, "{}");
        if (text.isEmpty()) {
            settings.problem("--rules is not set: must be a file with rules, or its URI");
            return none;
        }
        Optional<URI> location = Arguments.location("--rules", text, "a file", settings);
        if (location.isEmpty()) {
            return none;
        }
        try {
            RulesFile file = RulesFile.read(files.rules(location.get()));
            soil.problems(new RulesCodec().read(file.document()))
                    .forEach(problem -> settings.problem("--soil modelled: " + problem));
            return file;
        } catch (InvalidRulesException e) {
            e.problems()
                    .forEach(
                            problem ->
                                    settings.problem(
                                            "--rules %s: %s".formatted(text.get(), problem)));
        } catch (IOException e) {
            settings.problem(
                    "--rules %s: cannot be read (%s)".formatted(text.get(), e.getMessage()));
        }
        return none;
    }

    private static <T> T value(
            String name,
            Optional<String> text,
            PropertyType<T> type,
            T byDefault,
            Settings settings) {
        try {
            return text.map(type.parser()::parse).orElse(byDefault);
        } catch (IllegalArgumentException e) {
            settings.problem("%s %s: must be %s".formatted(name, text.orElse(""), type.allowed()));
            return byDefault;
        }
    }

    private static URI output(
            Optional<String> text, LakeConfig lake, Instant now, Files files, Settings settings) {
        URI byDefault = URI.create(lake.aggregatedRoot() + EVALUATIONS + FOLDER.format(now));
        URI output =
                text.isEmpty()
                        ? byDefault
                        : Arguments.location("--output", text, "a folder", settings)
                                .map(folder -> URI.create(withoutSlash(folder)))
                                .orElse(byDefault);
        String name = "--output " + text.orElseGet(output::toString);
        for (TableDefinition table : Tables.ALL) {
            if (lies(table, output, lake)) {
                settings.problem(
                        "%s: must not be where the table %s of the lake lies, %s"
                                .formatted(name, table.name(), lake.location(table)));
                return output;
            }
        }
        try {
            if (!files.isEmpty(output)) {
                settings.problem(
                        "%s: must be empty, so that the decisions of one evaluation lie alone; name another folder, or none"
                                .formatted(name));
            }
        } catch (IOException e) {
            settings.problem("%s: cannot be looked at (%s)".formatted(name, e.getMessage()));
        }
        return output;
    }

    /** Whether what is written there would be taken for rows of a table of the lake. */
    private static boolean lies(TableDefinition table, URI output, LakeConfig lake) {
        String location = slashed(lake.location(table));
        return slashed(output).startsWith(location)
                || (slashed(output) + Tables.IRRIGATION_DECISIONS.name() + "/").equals(location);
    }

    private static String slashed(URI folder) {
        return withoutSlash(folder).replaceFirst("^file:/+", "file:///") + "/";
    }

    /** A folder that exists has one at its end, one that does not has none. */
    private static String withoutSlash(URI folder) {
        return folder.toString().replaceFirst("/+$", "");
    }

    /** The file systems, as far as the configuration asks them. */
    public interface Files {

        /** The bytes of a file with rules; of too long a one enough to be known as such. */
        byte[] rules(URI file) throws IOException;

        /** Whether there is nothing in a folder, or no folder. */
        boolean isEmpty(URI folder) throws IOException;
    }
}
