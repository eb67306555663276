package io.pythoflow.job;

import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.config.EvaluateConfig;
import io.pythoflow.job.control.ControlFunction;
import io.pythoflow.job.control.ControlInput;
import io.pythoflow.job.control.EvaluateFunction;
import io.pythoflow.job.control.ReplayOrder;
import io.pythoflow.job.control.ReplaySpan;
import io.pythoflow.job.control.RulesOperator;
import io.pythoflow.job.control.SensorsOfRulesFunction;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.ingest.CheckedReading;
import io.pythoflow.job.lake.DecisionRows;
import io.pythoflow.job.lake.TableSettings;
import io.pythoflow.job.lake.TableSinks;
import io.pythoflow.job.lake.backfill.EvaluationReport;
import io.pythoflow.job.lake.backfill.GatherFunction;
import io.pythoflow.job.lake.backfill.Range;
import io.pythoflow.job.lake.backfill.Span;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From the readings that are kept and rules that are tried to the decisions that the control loop
 * would have taken, in Flink's batch mode and without a broker.
 *
 * <pre>
 * readings ─ by identity ─▶ merge copies ─▶ sensor reports ─┐
 *                                                  rules ───┴─ in order of hearing ─▶ evaluate ─ by hour ─▶ irrigation_decisions
 * </pre>
 *
 * The rows lie in a folder of their own, and no catalogue lists them.
 */
public final class EvaluateJob {

    private static final Logger LOG = LoggerFactory.getLogger(EvaluateJob.class);

    /** The file systems of this process. */
    public static final EvaluateConfig.Files FILES = new FlinkFiles();

    private EvaluateJob() {}

    /** Runs an evaluation in the cluster it is submitted to; its log says what came of it. */
    static void run(EvaluateConfig config) throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(BackfillJob.settings());
        defineTopology(env, config, sink(config));
        LOG.info("Decisions go to {}", config.output());
        JobExecutionResult result = env.execute("PythoFlow evaluation");
        // Submitted over REST, the job goes on without this process: its accumulators say the same.
        if (result.isJobExecutionResult()) {
            LOG.info(
                    "{}",
                    new EvaluationReport(
                                    config.order(),
                                    config.soil(),
                                    result.getAllAccumulatorResults())
                            .summary());
        }
    }

    /** The whole topology. */
    public static void defineTopology(
            StreamExecutionEnvironment env, EvaluateConfig config, Sink<Decision> decisions) {
        ReplaySpan span = new ReplaySpan(config.replayedFrom(), config.from(), config.to());
        ReplayOrder order = config.order();
        Duration ahead = config.ingest().limits().maxAhead();
        // What was received in the span may have been measured by a clock that ran ahead.
        Duration beyond = order == ReplayOrder.RECEIVED ? ahead : Duration.ZERO;
        Range range =
                Range.ofTable(new Span(span.start(), span.to()).widened(Duration.ZERO, beyond));
        byte[] document = config.rules().document().getBytes(StandardCharsets.UTF_8);
        ActiveRules tried = new ActiveRules(config.rules().version(), document, span.start());

        DataStream<ControlInput> reports =
                BackfillJob.mergedCopies(
                                BackfillJob.tableReadings(env, config.lake(), range),
                                config.duplicateMemory(),
                                config.ingest().duplicateHorizon())
                        .filter(one -> isHeard(one, order, span))
                        .uid("readings-in-range")
                        .name("Readings in range")
                        .map(CheckedReading::reading)
                        .uid("readings")
                        .name("Readings")
                        .flatMap(new SensorsOfRulesFunction(tried, order))
                        .uid("sensor-reports")
                        .name("Sensor reports");

        env.fromData(ActiveRules.class, tried)
                .uid("tried-rules")
                .name("Rules")
                .map(ControlInput::of)
                .returns(ControlInput.class)
                .uid("active-rules")
                .name("Active rules")
                .union(reports)
                .assignTimestampsAndWatermarks(
                        WatermarkStrategy.<ControlInput>noWatermarks()
                                .withTimestampAssigner(
                                        (one, none) -> EvaluateFunction.heardAt(one)))
                .uid("order-of-hearing")
                .name("Order of hearing")
                .keyBy(ControlFunction::placeOf, Types.BYTE)
                .process(new EvaluateFunction(config.soil(), config.decisionInterval(), span))
                .setParallelism(1)
                .uid("evaluate")
                .name("Evaluate")
                .keyBy(row -> GatherFunction.hourOf(row.decidedAt()), Types.LONG)
                .process(new GatherFunction<>(Tables.IRRIGATION_DECISIONS.name()))
                .returns(Decision.class)
                .uid("rows-by-hour")
                .name("Rows by hour")
                .sinkTo(decisions)
                .uid("irrigation-decisions-table")
                .name("Table irrigation_decisions");
    }

    private static boolean isHeard(CheckedReading checked, ReplayOrder order, ReplaySpan span) {
        return !checked.duplicate() && span.contains(order.heardAt(checked.reading()));
    }

    /** The folder that is configured; its readers go by path. */
    public static Sink<Decision> sink(EvaluateConfig config) {
        return TableSinks.parquet(
                Tables.IRRIGATION_DECISIONS,
                new Path(config.output()),
                new DecisionRows(),
                TableSettings.writers(BackfillJob.OPEN_WRITERS));
    }

    private static final class FlinkFiles implements EvaluateConfig.Files {

        @Override
        public byte[] rules(URI file) throws IOException {
            return RulesOperator.bytesOf(new Path(file));
        }

        @Override
        public boolean isEmpty(URI folder) throws IOException {
            Path path = new Path(folder);
            try {
                FileStatus[] inside = path.getFileSystem().listStatus(path);
                return inside == null || inside.length == 0;
            } catch (FileNotFoundException e) {
                return true;
            }
        }
    }
}
