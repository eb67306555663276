package io.pythoflow.job;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.aggregate.SensorAggregate;
import io.pythoflow.job.aggregate.SensorAggregate.Origin;
import io.pythoflow.job.aggregate.SensorAggregateSerializer;
import io.pythoflow.job.aggregate.WholeWindowFunction;
import io.pythoflow.job.aggregate.WindowSettings;
import io.pythoflow.job.config.BackfillConfig;
import io.pythoflow.job.config.LakeConfig;
import io.pythoflow.job.config.WindowConfig;
import io.pythoflow.job.ingest.BundleOperator;
import io.pythoflow.job.ingest.CheckedReading;
import io.pythoflow.job.ingest.FoundReading;
import io.pythoflow.job.ingest.FoundReading.Place;
import io.pythoflow.job.ingest.MergeCopiesFunction;
import io.pythoflow.job.ingest.ReadingGroups;
import io.pythoflow.job.ingest.ReadingSerializer;
import io.pythoflow.job.lake.ReadingRows;
import io.pythoflow.job.lake.SensorAggregateRows;
import io.pythoflow.job.lake.TableSettings;
import io.pythoflow.job.lake.TableSinks;
import io.pythoflow.job.lake.backfill.FindHourFilesFunction;
import io.pythoflow.job.lake.backfill.FindLegacyFoldersFunction;
import io.pythoflow.job.lake.backfill.GatherFunction;
import io.pythoflow.job.lake.backfill.Range;
import io.pythoflow.job.lake.backfill.ReadArchiveFunction;
import io.pythoflow.job.lake.backfill.ReadLegacyFunction;
import io.pythoflow.job.lake.backfill.ReadTableFunction;
import io.pythoflow.job.lake.backfill.Report;
import io.pythoflow.job.lake.backfill.Span;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.BatchExecutionOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From what is kept of the past to rows of {@code sensor_aggregates}, in Flink's batch mode.
 *
 * <pre>
 * readings ─────────┬─ time of its own ─▶ bundles ────────────────┐
 * raw archive ──────┤                                             ├─ by sensor and hour ─▶ merge copies, windows
 * original's files ─┴─ none ─ by identity ─▶ merge copies ────────┘
 *
 * windows ────────── by hour ─▶ sensor_aggregates
 * not in the table ─ by hour ─▶ readings
 * </pre>
 *
 * Each key's data comes together and in order, sorted outside of the heap, so nothing is held that
 * grows with the range. Rows are visible when all are written.
 */
public final class BackfillJob {

    private static final Logger LOG = LoggerFactory.getLogger(BackfillJob.class);

    /** Files of one table that a task has open: the one it writes, and the one before. */
    static final int OPEN_WRITERS = 2;

    /** Where the job's tables go. */
    public record Sinks(Sink<Reading> readings, Sink<SensorAggregate> sensorAggregates) {}

    private BackfillJob() {}

    /** Runs a backfill in the cluster it is submitted to; its log says what came of it. */
    static void run(BackfillConfig config) throws Exception {
        PythoFlowJob.prepareCatalog(config.lake());
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(settings());
        defineTopology(env, config, sinks(config));
        JobExecutionResult result = env.execute("PythoFlow backfill");
        // Submitted over REST, the job goes on without this process: its accumulators say the same.
        if (result.isJobExecutionResult()) {
            LOG.info("{}", new Report(result.getAllAccumulatorResults()).summary());
        }
    }

    /** What is wrong with a folder that is to be read; empty if it is there. */
    public static Optional<String> complaint(URI folder) {
        Path path = new Path(folder);
        try {
            return path.getFileSystem().exists(path)
                    ? Optional.empty()
                    : Optional.of("must be a folder, and there is none");
        } catch (IOException e) {
            return Optional.of("cannot be looked at (" + e.getMessage() + ")");
        }
    }

    /** The whole topology. */
    public static void defineTopology(
            StreamExecutionEnvironment env, BackfillConfig config, Sinks sinks) {
        Range range = range(config);
        ReadingGroups groups = ReadingGroups.of(config.window().length());

        List<DataStream<FoundReading>> places = new ArrayList<>();
        places.add(tableReadings(env, config.lake(), range));
        if (config.archiveRoot().isPresent()) {
            places.add(archivedReadings(env, config, range));
        }
        if (config.legacyRoot().isPresent()) {
            places.add(legacyReadings(env, config, range));
        }

        SingleOutputStreamOperator<CheckedReading> merged =
                mergedInOrder(
                        union(places, place -> toMerge(place, groups)),
                        config.duplicateMemory(),
                        config.ingest().duplicateHorizon());

        SingleOutputStreamOperator<SensorAggregate> rows =
                union(places, place -> bundles(place, groups))
                        .connect(merged)
                        .keyBy(
                                bundle -> bundle.f0,
                                checked -> groups.keyOf(checked.reading()),
                                Types.LONG)
                        .process(
                                new WholeWindowFunction(
                                        windows(config.window()),
                                        range.windows()::contains,
                                        config.startedAt()))
                        .uid("windows")
                        .name("Windows");

        rows.keyBy(row -> GatherFunction.hourOf(row.windowStart()), Types.LONG)
                .process(new GatherFunction<>(Tables.SENSOR_AGGREGATES.name()))
                .returns(SensorAggregateSerializer.TYPE)
                .uid("rows-by-hour")
                .name("Rows by hour")
                .sinkTo(sinks.sensorAggregates())
                .uid("sensor-aggregates-table")
                .name("Table sensor_aggregates");

        if (config.readsMore()) {
            merged.getSideOutput(MergeCopiesFunction.NOT_IN_TABLE)
                    .union(rows.getSideOutput(MergeCopiesFunction.NOT_IN_TABLE))
                    .filter(reading -> range.windows().contains(reading.timestamp()))
                    .uid("new-readings-in-range")
                    .name("New readings in range")
                    .keyBy(reading -> GatherFunction.hourOf(reading.timestamp()), Types.LONG)
                    .process(new GatherFunction<>(Tables.READINGS.name()))
                    .returns(ReadingSerializer.TYPE)
                    .uid("readings-by-hour")
                    .name("Readings by hour")
                    .sinkTo(sinks.readings())
                    .uid("readings-table")
                    .name("Table readings");
        }
    }

    /** What is made of each place, together; next to where it is read, before anything is sent. */
    private static <T> DataStream<T> union(
            List<DataStream<FoundReading>> places,
            Function<DataStream<FoundReading>, DataStream<T>> made) {
        return places.stream().map(made).reduce(DataStream::union).orElseThrow();
    }

    /** Readings whose copies may be in other groups, in order of receipt. */
    private static DataStream<FoundReading> toMerge(
            DataStream<FoundReading> place, ReadingGroups groups) {
        String uid = place.getTransformation().getUid();
        return inOrderOfReceipt(
                place.filter(found -> !groups.holdCopiesOf(found.reading()))
                        .uid(uid + "-to-merge")
                        .name("To merge"),
                uid + "-order-of-receipt");
    }

    /** The others, in bundles of their groups. */
    private static DataStream<Tuple2<Long, byte[]>> bundles(
            DataStream<FoundReading> place, ReadingGroups groups) {
        String uid = place.getTransformation().getUid();
        return place.filter(found -> groups.holdCopiesOf(found.reading()))
                .uid(uid + "-to-bundle")
                .name("To bundle")
                .transform("Bundle", BundleOperator.bundleType(), new BundleOperator(groups))
                .uid(uid + "-bundles");
    }

    /** Every reading once, wherever it was found and however often. */
    static SingleOutputStreamOperator<CheckedReading> mergedCopies(
            DataStream<FoundReading> found, Duration memory, Duration horizon) {
        return mergedInOrder(inOrderOfReceipt(found, "order-of-receipt"), memory, horizon);
    }

    private static DataStream<FoundReading> inOrderOfReceipt(
            DataStream<FoundReading> found, String uid) {
        return found.assignTimestampsAndWatermarks(
                        WatermarkStrategy.<FoundReading>noWatermarks()
                                .withTimestampAssigner((one, none) -> one.reading().receivedAt()))
                .uid(uid)
                .name("Order of receipt");
    }

    private static SingleOutputStreamOperator<CheckedReading> mergedInOrder(
            DataStream<FoundReading> ordered, Duration memory, Duration horizon) {
        return ordered.keyBy(MergeCopiesFunction::identityOf, Types.TUPLE(Types.LONG, Types.LONG))
                .process(new MergeCopiesFunction(memory, horizon))
                .uid("merge-copies")
                .name("Merge copies");
    }

    /** The readings in our own table. */
    static DataStream<FoundReading> tableReadings(
            StreamExecutionEnvironment env, LakeConfig lake, Range range) {
        Path table = new Path(new Path(lake.rawRoot()), Tables.READINGS.name());
        return env.fromData(table.toString())
                .uid("table")
                .name("Table readings")
                .flatMap(new FindHourFilesFunction(Place.TABLE, range.table()))
                .setParallelism(1)
                .uid("table-files")
                .name("Find files")
                .rebalance()
                .flatMap(new ReadTableFunction(range))
                .uid("table-readings")
                .name("Read files");
    }

    private static DataStream<FoundReading> archivedReadings(
            StreamExecutionEnvironment env, BackfillConfig config, Range range) {
        return env.fromData(config.archiveRoot().map(URI::toString).orElseThrow())
                .uid("archive")
                .name("Raw archive")
                .flatMap(new FindHourFilesFunction(Place.ARCHIVE, range.archiveHours()))
                .setParallelism(1)
                .uid("archive-files")
                .name("Find files")
                .rebalance()
                .flatMap(new ReadArchiveFunction(range, config.ingest().limits()))
                .uid("archive-readings")
                .name("Read files");
    }

    private static DataStream<FoundReading> legacyReadings(
            StreamExecutionEnvironment env, BackfillConfig config, Range range) {
        return env.fromData(config.legacyRoot().map(URI::toString).orElseThrow())
                .uid("legacy")
                .name("Original's raw files")
                .flatMap(new FindLegacyFoldersFunction(range.receipts()))
                .setParallelism(1)
                .uid("legacy-folders")
                .name("Find folders")
                .rebalance()
                .flatMap(new ReadLegacyFunction(range, config.ingest().limits()))
                .uid("legacy-readings")
                .name("Read folders");
    }

    private static Range range(BackfillConfig config) {
        Span windows = new Span(config.from(), config.to());
        return config.readsMore()
                ? Range.ofMore(
                        windows,
                        config.ingest().duplicateHorizon(),
                        config.duplicateMemory(),
                        config.ingest().limits().maxAhead(),
                        config.ingest().limits().maxAge())
                : Range.ofTable(windows);
    }

    private static WindowSettings windows(WindowConfig window) {
        return new WindowSettings(
                window.length(),
                window.lateness(),
                window.revisionInterval(),
                window.exactValues(),
                Origin.BACKFILL);
    }

    /** Tables as configured. */
    public static Sinks sinks(BackfillConfig config) {
        TableSettings settings =
                new TableSettings(
                        OPEN_WRITERS, Duration.ZERO, PythoFlowJob.registration(config.lake()));
        return new Sinks(
                TableSinks.parquet(
                        Tables.READINGS,
                        new Path(config.lake().rawRoot()),
                        new ReadingRows(),
                        settings),
                TableSinks.parquet(
                        Tables.SENSOR_AGGREGATES,
                        new Path(config.lake().aggregatedRoot()),
                        new SensorAggregateRows(),
                        settings));
    }

    /** What the backfill asks of every cluster, beside what the stream does. */
    public static Configuration settings() {
        Configuration settings = PythoFlowJob.settings();
        settings.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        // It would judge by the bytes of the names of files how many tasks have to read them.
        settings.set(BatchExecutionOptions.ADAPTIVE_AUTO_PARALLELISM_ENABLED, false);
        return settings;
    }
}
