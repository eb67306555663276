package io.pythoflow.sim.field;

import io.pythoflow.sim.ExitCodes;
import io.pythoflow.sim.mqtt.BrokerOptions;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gateway-sim field}. */
@Command(
        name = "field",
        header = "Publish what the sensors of simulated fields measure.",
        description = {
            "Every gateway has a connection of its own, with its id as client id and a last will"
                    + " 'offline', and publishes for its sensors until it is stopped; then it says"
                    + " 'offline' itself. Nothing is retained.",
            "",
            "Below the sensors lies a soil: a water balance per zone after FAO-56, hourly"
                    + " Penman-Monteith evapotranspiration, and weather with seasons, clouds, wind and"
                    + " rain. The physics runs in time lapse; timestamps are real.",
            "",
            "With --watering rule, every morning at 6, field time, a zone whose readily available"
                    + " water is used up opens its valve until it is back at field capacity. With"
                    + " --watering commands nothing opens by itself. Firmware v1 obeys"
                    + " irrigation/control/{valve}/command (000-A: gateway and zone) and answers on"
                    + " .../ack: each command id once within an hour, also after a restart; nothing"
                    + " that has expired or is longer than an hour; CLOSE and STOP_ALL whenever they"
                    + " come. Firmware original obeys irrigation/control/{gateway}/command (000) as"
                    + " the deployed one does: whatever carries identifier, command and time opens the"
                    + " valve of that node (the first of each zone has one), for as long as it says;"
                    + " the node is silent meanwhile, and nothing is answered.",
            "",
            "Commands count seconds of the clock, so everything about commanded valves does: an open"
                    + " one lets 1.25 litres through per minute of field time (drip lines, 50 m² per"
                    + " zone), that is 1.25 times the time lapse per minute of the clock (900 at 720),"
                    + " and this is the flow that status and flow_rate report and that rules must"
                    + " state. A litre delivered is a litre in the soil.",
            "",
            "The sensors have gain, bias, drift, a temperature effect, noise with a memory, and a"
                    + " resolution. They report soil_moisture (%% by volume, 20 cm), soil_temperature,"
                    + " temperature, humidity, light (10-bit counts), uv_intensity (index) and battery;"
                    + " the first of each zone adds flow_rate, the first of each gateway rain.",
            "",
            "Faults of real deployments are switched on with --faults and drawn independently:"
                    + " switching one on changes neither the field nor the other faults. Firmware"
                    + " 'original' has neither clock nor buffer, so clock-ahead, no-clock and backlog"
                    + " mean nothing to it.",
            "",
            "With --past the field tells its past instead of its present: the messages of so long"
                    + " ago until now, with the times that they would have had, readings marked"
                    + " historical as from a gateway's buffer, as fast as the broker acknowledges"
                    + " them; then it ends. A day takes a day of timestamps, --watering is rule, and"
                    + " the fault no-clock is none. It waits up to 60 s for a subscriber first, and"
                    + " fails if a message reached nobody or was not acknowledged.",
            "",
            "With --credentials, DIR holds one folder per gateway, each with the credentials of the"
                    + " thing of that name (irrigation-gateway-000, ...)."
        },
        footer = {
            "  gateway-sim field",
            "  gateway-sim field --gateways 10 --sensors 8 --interval 2m --faults all",
            "  gateway-sim field --firmware original --seconds 60",
            "  gateway-sim field --crop maize --soil sandy-loam --latitude -15.6 --elevation 1170",
            "  gateway-sim field --past 30d --interval 5m --time-zone America/Sao_Paulo",
            "  gateway-sim field --faults list",
            "  gateway-sim field --watering commands --misbehave leak:000-A --misbehave late-ack",
            "  gateway-sim field --misbehave list"
        })
public final class FieldCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private FieldOptions field;
    @Mixin private PastOptions past;
    @Mixin private BrokerOptions broker;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<String> lists = field.lists();
        if (lists.isPresent()) {
            out.print(lists.get());
            out.flush();
            return ExitCodes.OK;
        }
        Optional<PastOptions.Story> story = past.story(field, Instant.now());
        if (story.isPresent()) {
            tell(story.get(), out);
            return ExitCodes.OK;
        }
        FieldRun run = field.start(new BrokerGateways(broker));
        try (run) {
            out.println("Publishing: " + run.summary());
            out.flush();
            run.await();
        } finally {
            out.println("Published: " + run.summary());
            out.flush();
        }
        return ExitCodes.OK;
    }

    private void tell(PastOptions.Story story, PrintWriter out) throws InterruptedException {
        PastRun run =
                PastRun.connect(
                        story,
                        new BrokerGateways(broker),
                        PastRun.Watch.system(),
                        line -> {
                            out.println(line);
                            out.flush();
                        });
        try (run) {
            out.println("Publishing: " + run.summary());
            out.flush();
            run.run();
        } finally {
            out.println("Published: " + run.summary());
            out.flush();
        }
    }
}
