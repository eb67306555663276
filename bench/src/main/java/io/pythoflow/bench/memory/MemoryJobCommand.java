package io.pythoflow.bench.memory;

import io.pythoflow.bench.ExitCodes;
import io.pythoflow.bench.load.Workload;
import io.pythoflow.contract.property.PropertyType;
import io.pythoflow.job.PythoFlowJob;
import io.pythoflow.job.config.JobConfig;
import io.pythoflow.job.control.rules.SystemMessage;
import io.pythoflow.job.ingest.GatewayReport;
import io.pythoflow.job.ingest.ReadingDeserializer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code bench memory-job}: the job's whole topology over bytes from memory, in a process of its
 * own. It hears no rules, and what it would tell devices goes nowhere.
 */
@Command(
        name = "memory-job",
        hidden = true,
        header = "Run the job over bytes from memory; started by measurements.")
public final class MemoryJobCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private MemoryLoad load = new MemoryLoad();

    @Option(names = "--backend", defaultValue = "heap", description = "heap or rocksdb.")
    private Backend backend = Backend.HEAP;

    @Override
    public Integer call() throws Exception {
        Configuration options = PythoFlowJob.settings();
        backend.addTo(options);
        load.run("PythoFlow", options, MemoryJobCommand::define).print(spec.commandLine().getOut());
        return ExitCodes.OK;
    }

    private static void define(
            StreamExecutionEnvironment env, MemorySource.Plan plan, Duration window, Path lake) {
        JobConfig config = JobConfig.from(properties(window, lake), Map.of());
        PythoFlowJob.Sinks tables = PythoFlowJob.sinks(config, env);
        PythoFlowJob.defineTopology(
                env,
                config,
                new PythoFlowJob.Sources(
                        new MemorySource<>(plan, new ReadingDeserializer(config.ingest().limits())),
                        new EmptySource<>(GatewayReport.class),
                        new EmptySource<>(SystemMessage.class)),
                new PythoFlowJob.Sinks(
                        tables.readings(),
                        tables.sensorAggregates(),
                        tables.rejectedMessages(),
                        tables.gatewayEvents(),
                        tables.decisions(),
                        new DiscardingSink<>(),
                        new DiscardingSink<>()));
    }

    private static Map<String, Properties> properties(Duration length, Path lakePath) {
        Properties lake = new Properties();
        lake.setProperty("lake.path", lakePath.toAbsolutePath().toString());
        lake.setProperty("catalog", "none");
        lake.setProperty("lake.freshness", "0 s");
        // The configuration demands one, and nothing connects to it.
        Properties mqtt = new Properties();
        mqtt.setProperty("mqtt.broker", "mqtt://localhost:1");
        Properties window = new Properties();
        window.setProperty("window.length", PropertyType.print(length));
        window.setProperty(
                "window.out.of.orderness", PropertyType.print(Workload.OUT_OF_ORDERNESS));
        Properties ingest = new Properties();
        // Event time runs faster than the clock, so it must begin in the past.
        ingest.setProperty("ingest.max.age", "0 s");
        ingest.setProperty("ingest.max.new.sensors.per.hour", "1000000");
        return Map.of("lake", lake, "mqtt", mqtt, "window", window, "ingest", ingest);
    }
}
