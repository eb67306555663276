package io.pythoflow.sim.demo;

import io.pythoflow.sim.ExitCodes;
import io.pythoflow.sim.Limits;
import io.pythoflow.sim.broker.BrokerSettings;
import io.pythoflow.sim.broker.LocalBroker;
import io.pythoflow.sim.broker.ReadyFile;
import io.pythoflow.sim.field.BrokerGateways;
import io.pythoflow.sim.field.FieldOptions;
import io.pythoflow.sim.field.FieldRun;
import io.pythoflow.sim.mqtt.BrokerOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gateway-sim demo}. */
@Command(
        name = "demo",
        header = "Run a broker and simulated fields together.",
        defaultValueProvider = DemoDefaults.class,
        description = {
            "The commands 'broker' and 'field' in one process: fields publish to a broker on this"
                    + " machine, which any MQTT client can subscribe to. Runs until Ctrl-C, or as"
                    + " long as the options of the field say.",
            "",
            "The field is made to watch the control loop close: commands alone open its valves, a"
                    + " day takes a minute, and its soil dries within one. config/rules-local.json"
                    + " has the rules for it."
        },
        footer = {
            "  gateway-sim demo",
            "  gateway-sim demo --port 0 --ready-file broker.url --quiet",
            "  gateway-sim demo --misbehave lose-ack:000-A --misbehave stick-open:001-B",
            "  mosquitto_sub -t 'irrigation/#' -v"
        })
public final class DemoCommand implements Callable<Integer> {

    private static final int STATUS_SECONDS = 5;

    @Spec private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "1883",
            description = "Port of the broker; 0 takes any free one.")
    private int port;

    @Option(
            names = "--inflight-window",
            paramLabel = "MESSAGES",
            defaultValue = "" + BrokerSettings.DEFAULT_INFLIGHT_WINDOW,
            description = "Unacknowledged QoS 1 messages per subscriber, 1 to 65535.")
    private int inflightWindow;

    @Option(
            names = "--ready-file",
            paramLabel = "FILE",
            description = "Write the broker's URL into this file when it listens.")
    private @Nullable Path readyFile;

    @Option(
            names = "--quiet",
            defaultValue = "false",
            description = "No status line every " + STATUS_SECONDS + " seconds.")
    private boolean quiet;

    @Mixin private FieldOptions field;

    @Override
    public Integer call() throws IOException {
        Limits.within(spec, "--port", port, 0, 65_535);
        Limits.within(spec, "--inflight-window", inflightWindow, 1, 65_535);
        PrintWriter out = spec.commandLine().getOut();
        Optional<String> lists = field.lists();
        if (lists.isPresent()) {
            out.print(lists.get());
            out.flush();
            return ExitCodes.OK;
        }
        BrokerSettings settings = BrokerSettings.onPort(port).withInflightWindow(inflightWindow);
        try (LocalBroker broker = LocalBroker.start(settings);
                ReadyFile ready = new ReadyFile(readyFile)) {
            ready.write(broker.address());
            out.println("listening on " + broker.address());
            return runField(BrokerOptions.at(broker.address()), out);
        } catch (InterruptedException e) {
            out.println("demo stopped");
            return ExitCodes.INTERRUPTED;
        }
    }

    private int runField(BrokerOptions broker, PrintWriter out) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        FieldRun run = field.start(new BrokerGateways(broker));
        try {
            if (!quiet) {
                new Thread(() -> printStatus(run, stopped, out), "demo-status").start();
            }
            run.await();
            return ExitCodes.OK;
        } finally {
            stopped.countDown();
            run.close();
            out.println(run.summary());
        }
    }

    private static void printStatus(FieldRun run, CountDownLatch stopped, PrintWriter out) {
        try {
            while (!stopped.await(STATUS_SECONDS, TimeUnit.SECONDS)) {
                out.println(run.summary());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
