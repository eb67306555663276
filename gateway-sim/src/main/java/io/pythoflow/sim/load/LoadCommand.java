package io.pythoflow.sim.load;

import io.pythoflow.sim.ExitCodes;
import io.pythoflow.sim.Limits;
import io.pythoflow.sim.mqtt.BrokerOptions;
import io.pythoflow.sim.mqtt.ConnectionRequest;
import io.pythoflow.sim.mqtt.Credentials;
import io.pythoflow.sim.mqtt.MqttConnection;
import io.pythoflow.sim.mqtt.MqttConnections;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gateway-sim load}. */
@Command(
        name = "load",
        header = "Publish made-up readings at a rate, and know exactly which.",
        description = {
            "Every message has its own deadline, counted from the start, so a slow broker does not"
                    + " slow the offer down until --in-flight messages wait; then the run falls"
                    + " behind and says by how much. At QoS 1 a message is sent again until the"
                    + " broker acknowledges it, across lost connections, and the command ends when"
                    + " all are: a message may then have been delivered twice, under one id.",
            "",
            "The ledger holds one JSON line per acknowledged reading, in the order of the"
                    + " acknowledgements: message_id, sensor_id, ts (epoch ms) and values. At QoS 0"
                    + " nothing is acknowledged and it holds what was handed to the network."
                    + " Legacy messages carry neither id nor time; theirs are null there, and no two"
                    + " readings have equal values. Stopped by Ctrl-C, the command waits a few"
                    + " seconds for acknowledgements; what it then reports as published but not"
                    + " acknowledged may or may not have been taken.",
            "",
            "Payload v1: irrigation/sensors/load-NNNN/data, one object, or an array of readings of"
                    + " that sensor, 1 ms apart. Payload legacy: irrigation/gateway/status, an array"
                    + " with one element per reading, of consecutive sensors, as the original"
                    + " firmware sends it."
        },
        footer = {
            "  gateway-sim load --rate 2000 --seconds 60 --ledger ledger.jsonl",
            "  gateway-sim load --rate 0 --seconds 10 --connections 4 --sensors 1000",
            "  gateway-sim load --payload legacy --rate 10 --readings-per-message 8"
        })
public final class LoadCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = "--rate",
            paramLabel = "MESSAGES/S",
            defaultValue = "100",
            description = "Messages per second over all connections; 0 as fast as acknowledged.")
    private double rate;

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "Seconds of publishing; 0 until Ctrl-C.")
    private double seconds;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "1",
            description = "MQTT connections, 1 to 1000; a sensor keeps to one.")
    private int connections;

    @Option(
            names = "--sensors",
            paramLabel = "N",
            defaultValue = "100",
            description = "Sensors in all, at least one per connection, 1000000 at most.")
    private int sensors;

    @Option(
            names = "--readings-per-message",
            paramLabel = "N",
            defaultValue = "1",
            description = "Readings per message, 1 to 1000.")
    private int readingsPerMessage;

    @Option(
            names = "--payload",
            paramLabel = "v1|legacy",
            defaultValue = "v1",
            description = "Shape of the messages.")
    private PayloadKind payload;

    @Option(
            names = "--qos",
            paramLabel = "0|1",
            defaultValue = "1",
            description = "MQTT quality of service.")
    private int qos;

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            description = "Write what was acknowledged into this file; replaces it.")
    private @Nullable Path ledgerFile;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "Seed of the values.")
    private long seed;

    @Option(
            names = "--run",
            paramLabel = "NAME",
            description =
                    "First part of the message ids, NAME:0, NAME:1, ...; the start time if not"
                            + " given. Two runs with one name are duplicates of each other.")
    private @Nullable String run;

    @Option(
            names = "--in-flight",
            paramLabel = "MESSAGES",
            defaultValue = "1000",
            description = "Unacknowledged messages per connection at most, 1 to 65535.")
    private int inFlight;

    @Mixin private BrokerOptions broker;

    @Override
    public Integer call() throws InterruptedException {
        LoadPlan plan = plan();
        PrintWriter out = spec.commandLine().getOut();
        Credentials credentials = broker.credentials().orElse(null);
        List<MqttConnection> open = new ArrayList<>();
        List<String> gatewayIds = new ArrayList<>();
        try (Ledger ledger = ledgerFile == null ? null : new Ledger(ledgerFile)) {
            for (int i = 0; i < connections; i++) {
                open.add(
                        MqttConnections.connect(
                                broker, ConnectionRequest.tool("load", i, credentials)));
                gatewayIds.add(
                        credentials == null
                                ? "load-gateway-%03d".formatted(i)
                                : credentials.thingName());
            }
            LoadRun load = new LoadRun(plan, open, gatewayIds, ledger, out::println);
            try {
                load.run();
            } finally {
                // Closed before the ledger: nothing may be acknowledged after its last line.
                open.forEach(MqttConnection::close);
                out.println(load.figures());
            }
            return ExitCodes.OK;
        } finally {
            open.forEach(MqttConnection::close);
        }
    }

    private LoadPlan plan() {
        Limits.atLeast(spec, "--rate", rate, 0.0);
        Limits.atLeast(spec, "--seconds", seconds, 0.0);
        Limits.within(spec, "--connections", connections, 1, 1_000);
        Limits.within(spec, "--sensors", sensors, 1, 1_000_000);
        Limits.within(spec, "--readings-per-message", readingsPerMessage, 1, 1_000);
        Limits.within(spec, "--qos", qos, 0, 1);
        Limits.within(spec, "--in-flight", inFlight, 1, 65_535);
        if (sensors < connections) {
            throw Limits.refuse(
                    spec, "--sensors", sensors, "at least one per connection, " + connections);
        }
        if (run != null && !run.matches("[A-Za-z0-9_.-]{1,64}")) {
            throw Limits.refuse(spec, "--run", run, "1 to 64 letters, digits, '_', '.' and '-'");
        }
        String name = run == null ? "load-" + System.currentTimeMillis() : run;
        return new LoadPlan(
                rate,
                seconds,
                connections,
                sensors,
                readingsPerMessage,
                payload,
                qos,
                seed,
                name,
                inFlight);
    }
}
