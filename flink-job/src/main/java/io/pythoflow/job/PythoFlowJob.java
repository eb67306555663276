package io.pythoflow.job;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectedMessage;
import io.pythoflow.contract.table.PrestoView;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.contract.table.Views;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.aggregate.SensorAggregate;
import io.pythoflow.job.aggregate.SensorAggregate.Origin;
import io.pythoflow.job.aggregate.WindowFunction;
import io.pythoflow.job.aggregate.WindowSettings;
import io.pythoflow.job.config.BackfillConfig;
import io.pythoflow.job.config.BackfillOptions;
import io.pythoflow.job.config.CatalogConfig;
import io.pythoflow.job.config.ControlConfig;
import io.pythoflow.job.config.EvaluateConfig;
import io.pythoflow.job.config.JobConfig;
import io.pythoflow.job.config.LakeConfig;
import io.pythoflow.job.config.LaunchArguments;
import io.pythoflow.job.config.MqttConfig;
import io.pythoflow.job.config.WindowConfig;
import io.pythoflow.job.control.CommandSerializer;
import io.pythoflow.job.control.ControlFunction;
import io.pythoflow.job.control.ControlInput;
import io.pythoflow.job.control.ControlMessage;
import io.pythoflow.job.control.ControlMessageSerializer;
import io.pythoflow.job.control.ControlSettings;
import io.pythoflow.job.control.RouteOperator;
import io.pythoflow.job.control.RulesOperator;
import io.pythoflow.job.control.SensorReportFunction;
import io.pythoflow.job.control.SystemUpdateDeserializer;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.gateway.GatewayEvent;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.rules.SystemMessage;
import io.pythoflow.job.control.valve.DeviceCommand;
import io.pythoflow.job.control.valve.ValveTimings;
import io.pythoflow.job.ingest.AdmissionFunction;
import io.pythoflow.job.ingest.AnswerDeserializer;
import io.pythoflow.job.ingest.CheckedReading;
import io.pythoflow.job.ingest.CheckedReadingSerializer;
import io.pythoflow.job.ingest.DeduplicateFunction;
import io.pythoflow.job.ingest.GatewayReport;
import io.pythoflow.job.ingest.Ingested;
import io.pythoflow.job.ingest.ReadingDeserializer;
import io.pythoflow.job.ingest.RoutedReading;
import io.pythoflow.job.lake.DecisionRows;
import io.pythoflow.job.lake.GatewayEventRows;
import io.pythoflow.job.lake.ReadingRows;
import io.pythoflow.job.lake.RejectedMessageRows;
import io.pythoflow.job.lake.SensorAggregateRows;
import io.pythoflow.job.lake.TableSettings;
import io.pythoflow.job.lake.TableSinks;
import io.pythoflow.job.lake.catalog.CatalogCheck;
import io.pythoflow.job.lake.catalog.CatalogException;
import io.pythoflow.job.lake.catalog.GlueSettings;
import io.pythoflow.job.lake.catalog.LakeTable;
import io.pythoflow.job.lake.catalog.Registration;
import io.pythoflow.job.mqtt.Acknowledge;
import io.pythoflow.job.mqtt.MqttSource;
import io.pythoflow.job.mqtt.SessionLoss;
import io.pythoflow.job.mqtt.sink.MqttSink;
import io.pythoflow.job.mqtt.sink.Publish;
import io.pythoflow.job.state.HotStateOperator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * From MQTT messages to tables, and from dry soil to a closed valve.
 *
 * <pre>
 * messages → admission ─┬─▶ rejected_messages
 *                       ├─ gateway reports ──────────────────────────────────┐
 *                       └─ by sensor ─▶ route → deduplicate ─┬─▶ readings    │
 *                                         ▲                  ├─▶ windows ─▶ sensor_aggregates
 *                                         │ broadcast        └─ reports of ──┤
 *                                         │                named sensors     ▼
 * system updates → rules ─────────────────┴──────────────────────────────▶ control ─┬─▶ irrigation_decisions
 *                                                                                   ├─▶ gateway_events
 *                                                                                   ├─▶ openings, after a checkpoint
 *                                                                                   └─▶ closings and alerts, at once
 * </pre>
 */
public final class PythoFlowJob {

    /**
     * Where the job's data and orders come from.
     *
     * @param messages everything, kept by the broker until a checkpoint has it
     * @param answers what devices say, once more and at once: while checkpoints fail the broker
     *     stops sending what nobody acknowledges
     */
    public record Sources(
            Source<Ingested, ?, ?> messages,
            Source<GatewayReport, ?, ?> answers,
            Source<SystemMessage, ?, ?> systemUpdates) {}

    /**
     * Where the job's tables and words go.
     *
     * @param openings to devices, once the checkpoint that contains them has completed
     * @param messages to devices and people, at once
     */
    public record Sinks(
            Sink<Reading> readings,
            Sink<SensorAggregate> sensorAggregates,
            Sink<RejectedMessage> rejectedMessages,
            Sink<GatewayEvent> gatewayEvents,
            Sink<Decision> decisions,
            Sink<DeviceCommand> openings,
            Sink<ControlMessage> messages) {}

    private PythoFlowJob() {}

    /**
     * Runs the job, a backfill or an evaluation, in the cluster it is submitted to.
     *
     * @param args see {@link LaunchArguments#parse}
     */
    public static void main(String[] args) throws Exception {
        LaunchArguments arguments = LaunchArguments.parse(args);
        Map<String, Properties> groups = propertyGroups(arguments);
        if (arguments.backfill().isPresent()) {
            BackfillOptions options = arguments.backfill().get();
            BackfillJob.run(
                    BackfillConfig.from(
                            groups,
                            System.getenv(),
                            options,
                            Instant.now(),
                            BackfillJob::complaint));
            return;
        }
        if (arguments.evaluate().isPresent()) {
            EvaluateJob.run(
                    EvaluateConfig.from(
                            groups,
                            System.getenv(),
                            arguments.evaluate().get(),
                            Instant.now(),
                            EvaluateJob.FILES));
            return;
        }
        JobConfig config = JobConfig.from(groups, System.getenv());
        prepareCatalog(config.lake());
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(settings());
        defineTopology(env, config, sources(config), sinks(config, env));
        env.execute("PythoFlow");
    }

    /**
     * Compares the catalogue, where there is one, with the contract, and makes what is missing if
     * the configuration says so.
     *
     * @throws CatalogException if the job's tables would not be what the catalogue says
     */
    public static void prepareCatalog(LakeConfig lake) {
        List<LakeTable> tables =
                Tables.ALL.stream()
                        .map(table -> new LakeTable(table, lake.location(table).toString()))
                        .toList();
        lake.catalog()
                .ifPresent(
                        catalog ->
                                CatalogCheck.run(
                                        glue(lake, catalog),
                                        tables,
                                        views(lake, catalog),
                                        catalog.creation()));
    }

    private static List<PrestoView> views(LakeConfig lake, CatalogConfig catalog) {
        return Views.ALL.stream()
                .map(view -> PrestoView.of(view, catalog.name(), lake.database()))
                .toList();
    }

    private static GlueSettings glue(LakeConfig lake, CatalogConfig catalog) {
        return new GlueSettings(lake.database(), catalog.endpoint().orElse(null));
    }

    /** The whole topology. */
    public static void defineTopology(
            StreamExecutionEnvironment env, JobConfig config, Sources sources, Sinks sinks) {
        SingleOutputStreamOperator<Reading> readings =
                env.fromSource(sources.messages(), WatermarkStrategy.noWatermarks(), "Messages")
                        .uid("messages")
                        .process(new AdmissionFunction(config.ingest().maxNewSensorsPerHour()))
                        .uid("admission")
                        .name("Admission");

        readings.getSideOutput(AdmissionFunction.REJECTED)
                .sinkTo(sinks.rejectedMessages())
                .uid("rejected-messages-table")
                .name("Table rejected_messages");

        SingleOutputStreamOperator<ActiveRules> rules =
                RulesOperator.rulesInForce(
                                systemUpdates(env, sources), config.control().initialRules())
                        .uid("rules")
                        .name("Rules");

        SingleOutputStreamOperator<RoutedReading> routed =
                RouteOperator.route(readings.keyBy(Reading::sensorId), rules)
                        .uid("route")
                        .name("Route");

        SingleOutputStreamOperator<CheckedReading> checked =
                DataStreamUtils.reinterpretAsKeyedStream(routed, RoutedReading::sensorId)
                        .transform(
                                "Deduplicate",
                                CheckedReadingSerializer.TYPE,
                                new HotStateOperator<>(
                                        new DeduplicateFunction(
                                                config.duplicateMemory(),
                                                config.ingest().duplicateHorizon())))
                        .uid("deduplicate")
                        .name("Deduplicate");

        SingleOutputStreamOperator<CheckedReading> firstCopies =
                checked.filter(reading -> !reading.duplicate())
                        .uid("first-copies")
                        .name("First copies");

        firstCopies
                .map(CheckedReading::reading)
                .uid("readings")
                .name("Readings")
                .sinkTo(sinks.readings())
                .uid("readings-table")
                .name("Table readings");

        DataStreamUtils.reinterpretAsKeyedStream(checked, CheckedReading::sensorId)
                .transform(
                        "Windows",
                        TypeInformation.of(SensorAggregate.class),
                        new HotStateOperator<>(new WindowFunction(windows(config.window()))))
                .uid("windows")
                .name("Windows")
                .sinkTo(sinks.sensorAggregates())
                .uid("sensor-aggregates-table")
                .name("Table sensor_aggregates");

        DataStream<ControlInput> reports =
                firstCopies
                        .flatMap(new SensorReportFunction())
                        .uid("sensor-reports")
                        .name("Sensor reports");

        defineControl(
                env,
                config.control(),
                sources,
                sinks,
                rules,
                reports.union(
                        readings.getSideOutput(AdmissionFunction.GATEWAY_REPORTS)
                                .map(ControlInput::of)
                                .returns(ControlInput.class)
                                .uid("gateway-reports")
                                .name("Gateway reports")));
    }

    /** The part that decides and commands. One place for all zones: docs/adr/0006. */
    private static void defineControl(
            StreamExecutionEnvironment env,
            ControlConfig config,
            Sources sources,
            Sinks sinks,
            SingleOutputStreamOperator<ActiveRules> rules,
            DataStream<ControlInput> reports) {
        SingleOutputStreamOperator<Decision> decisions =
                reports.union(
                                answers(env, sources),
                                rules.map(ControlInput::of)
                                        .returns(ControlInput.class)
                                        .setParallelism(1)
                                        .uid("active-rules")
                                        .name("Active rules"),
                                rules.getSideOutput(RulesOperator.ALERTS)
                                        .map(ControlInput::of)
                                        .returns(ControlInput.class)
                                        .setParallelism(1)
                                        .uid("rules-alerts")
                                        .name("Alerts of the rules"))
                        .keyBy(ControlFunction::placeOf, Types.BYTE)
                        .process(new ControlFunction(controlSettings(config)))
                        .setParallelism(1)
                        .uid("control")
                        .name("Control");

        decisions
                .sinkTo(sinks.decisions())
                .uid("irrigation-decisions-table")
                .name("Table irrigation_decisions");

        decisions
                .getSideOutput(ControlFunction.EVENTS)
                .sinkTo(sinks.gatewayEvents())
                .uid("gateway-events-table")
                .name("Table gateway_events");

        decisions
                .getSideOutput(ControlFunction.OPENINGS)
                .sinkTo(sinks.openings())
                .setParallelism(1)
                .uid("openings")
                .name("Openings");

        decisions
                .getSideOutput(ControlFunction.MESSAGES)
                .sinkTo(sinks.messages())
                .setParallelism(1)
                .uid("messages-at-once")
                .name("Closings and alerts");
    }

    private static DataStream<SystemMessage> systemUpdates(
            StreamExecutionEnvironment env, Sources sources) {
        return env.fromSource(
                        sources.systemUpdates(), WatermarkStrategy.noWatermarks(), "System updates")
                .setParallelism(1)
                .uid("system-updates");
    }

    private static DataStream<ControlInput> answers(
            StreamExecutionEnvironment env, Sources sources) {
        return env.fromSource(sources.answers(), WatermarkStrategy.noWatermarks(), "Answers")
                .setParallelism(1)
                .uid("answers")
                .map(ControlInput::ofEarly)
                .returns(ControlInput.class)
                .setParallelism(1)
                .uid("early-answers")
                .name("Early answers");
    }

    /** Sources as configured. */
    public static Sources sources(JobConfig config) {
        MqttConfig mqtt = config.mqtt();
        return new Sources(
                MqttSource.<Ingested>builder()
                        .broker(BrokerConnection.of(mqtt))
                        .clientIdPrefix(mqtt.clientPrefix())
                        .sharedGroup(mqtt.sharedGroup())
                        .filters(Topics.INGEST_FILTERS)
                        .slots(mqtt.slots())
                        .receiveMaximum(mqtt.receiveMaximum())
                        .sessionExpiry(mqtt.sessionExpiry())
                        .keepAlive(mqtt.keepAlive())
                        .maximumPacketSize(mqtt.maximumPacketSize())
                        .acknowledge(Acknowledge.valueOf(mqtt.acknowledge().name()))
                        .resendAfter(mqtt.resendAfter())
                        .onSessionLoss(SessionLoss.valueOf(mqtt.sessionLoss().name()))
                        .endAfterIdle(mqtt.endAfterIdle().orElse(null))
                        .outOfOrderness(config.window().outOfOrderness())
                        .metricsExport(new MessageMetrics())
                        .deserializer(new ReadingDeserializer(config.ingest().limits()))
                        .build(),
                MqttSource.<GatewayReport>builder()
                        .broker(BrokerConnection.of(mqtt))
                        .exclusiveClientId(mqtt.clientPrefix() + "-answers")
                        .filters(List.of(Topics.COMMAND_ACK_FILTER))
                        .keepAlive(mqtt.keepAlive())
                        .maximumPacketSize(mqtt.maximumPacketSize())
                        .acknowledge(Acknowledge.RECEIPT)
                        .endAfterIdle(mqtt.endAfterIdle().orElse(null))
                        .deserializer(new AnswerDeserializer(config.ingest().limits()))
                        .build(),
                MqttSource.<SystemMessage>builder()
                        .broker(BrokerConnection.of(mqtt))
                        .exclusiveClientId(mqtt.clientPrefix() + "-rules")
                        .filters(List.of(Topics.SYSTEM_UPDATES))
                        .keepAlive(mqtt.keepAlive())
                        .maximumPacketSize(mqtt.maximumPacketSize())
                        .acknowledge(Acknowledge.RECEIPT)
                        .endAfterIdle(mqtt.endAfterIdle().orElse(null))
                        .deserializer(new SystemUpdateDeserializer())
                        .build());
    }

    private static ControlSettings controlSettings(ControlConfig control) {
        return ControlSettings.live(
                control.mode(),
                control.decisionInterval(),
                control.gatewaySilence(),
                ValveTimings.DEFAULTS
                        .withAckTimeout(control.ackTimeout())
                        .withCommandValidity(control.commandValidity()));
    }

    private static WindowSettings windows(WindowConfig window) {
        return new WindowSettings(
                window.length(),
                window.lateness(),
                window.revisionInterval(),
                window.exactValues(),
                Origin.LIVE);
    }

    /** Tables as configured. */
    public static Sinks sinks(JobConfig config, StreamExecutionEnvironment env) {
        Path raw = new Path(config.lake().rawRoot());
        Path aggregated = new Path(config.lake().aggregatedRoot());
        TableSettings settings =
                new TableSettings(
                        config.lake().maxOpenWriters(),
                        waiting(config.lake().freshness(), env.getCheckpointConfig()),
                        registration(config.lake()));
        return new Sinks(
                TableSinks.parquet(Tables.READINGS, raw, new ReadingRows(), settings),
                TableSinks.parquet(
                        Tables.SENSOR_AGGREGATES, aggregated, new SensorAggregateRows(), settings),
                TableSinks.parquet(
                        Tables.REJECTED_MESSAGES, raw, new RejectedMessageRows(), settings),
                TableSinks.parquet(Tables.GATEWAY_EVENTS, raw, new GatewayEventRows(), settings),
                TableSinks.parquet(
                        Tables.IRRIGATION_DECISIONS, aggregated, new DecisionRows(), settings),
                MqttSink.<DeviceCommand>builder()
                        .broker(BrokerConnection.of(config.mqtt()))
                        .clientIdPrefix(config.mqtt().clientPrefix() + "-sink-openings")
                        .keepAlive(config.mqtt().keepAlive())
                        .serializer(new CommandSerializer())
                        .publish(Publish.ON_COMMIT)
                        .build(),
                MqttSink.<ControlMessage>builder()
                        .broker(BrokerConnection.of(config.mqtt()))
                        .clientIdPrefix(config.mqtt().clientPrefix() + "-sink-messages")
                        .keepAlive(config.mqtt().keepAlive())
                        .serializer(new ControlMessageSerializer())
                        .publish(Publish.ON_WRITE)
                        .build());
    }

    /** Of the tables' partitions; null where no catalogue lists them. */
    static @Nullable Registration registration(LakeConfig lake) {
        return lake.catalog().map(catalog -> Registration.in(glue(lake, catalog))).orElse(null);
    }

    /** A checkpoint makes rows visible as soon as that: no need for them to wait. */
    private static Duration waiting(Duration freshness, CheckpointConfig checkpoints) {
        return freshness.toMillis() <= checkpoints.getCheckpointInterval()
                ? Duration.ZERO
                : freshness;
    }

    /**
     * What the job asks of every cluster: stable operator ids, no generic serializers, no copies
     * within a chain.
     */
    public static Configuration settings() {
        Configuration settings = new Configuration();
        settings.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        settings.set(PipelineOptions.OBJECT_REUSE, true);
        return settings;
    }

    private static Map<String, Properties> propertyGroups(LaunchArguments arguments)
            throws IOException {
        return arguments.properties().isPresent()
                ? KinesisAnalyticsRuntime.getApplicationProperties(arguments.properties().get())
                : KinesisAnalyticsRuntime.getApplicationProperties();
    }
}
