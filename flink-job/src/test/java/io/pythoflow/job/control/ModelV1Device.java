package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.Command.Action;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.CommandAck.State;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.ingest.GatewayReport;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A device of protocol v1 with its valves: obeys an id once, refuses what has expired, closes by
 * itself. It may lose or delay its answers, stick, leak, refuse and lose power.
 */
final class ModelV1Device {
    private static final long OPENING_MILLIS = 200;
    private static final long STUCK_MILLIS = 20_000;
    private static final long STUCK_AT_MOST_MILLIS = 420_000;
    private static final long LEAKS_MILLIS = 120_000;
    private static final long REBOOT_MILLIS = 5_000;

    /** What befalls a command and its run. */
    private enum Mishap {
        NONE,
        ANSWERS_LOST,
        ANSWERS_LATE,
        REFUSED,
        STUCK_OPEN,
        STUCK_CLOSED,
        LEAK,
        BURST,
        REBOOT
    }

    private final String id;
    private final String gatewayId;
    private final ModelWorld world;
    private final Random random;
    private final Map<String, Valve> valves = new TreeMap<>();
    private final Map<String, State> known = new HashMap<>();
    private boolean poweredDown;

    private static final class Valve {
        private final String zoneId;
        private final @Nullable String identifier;
        private @Nullable Opening open;
        private @Nullable Command command;
        private Mishap mishap = Mishap.NONE;
        private @Nullable String lastCommandId;
        private boolean toldToClose;
        private double leak;

        Valve(String zoneId, @Nullable String identifier) {
            this.zoneId = zoneId;
            this.identifier = identifier;
        }
    }

    ModelV1Device(String id, String gatewayId, ModelWorld world, Random random) {
        this.id = id;
        this.gatewayId = gatewayId;
        this.world = world;
        this.random = random;
    }

    void valve(String zoneId, @Nullable String identifier) {
        valves.put(identifier == null ? "" : identifier, new Valve(zoneId, identifier));
    }

    String gatewayId() {
        return gatewayId;
    }

    /** Says what every valve does. */
    void status() {
        valves.values().forEach(this::status);
    }

    void receive(Command command) {
        if (poweredDown) {
            return;
        }
        State before = known.get(command.commandId());
        if (before != null) {
            answer(command, State.DUPLICATE, before.name(), null, Mishap.NONE);
            return;
        }
        if (command.action() == Action.OPEN) {
            open(command);
        } else {
            close(command);
        }
    }

    private void open(Command command) {
        Valve valve = valves.get(command.identifier() == null ? "" : command.identifier());
        Mishap mishap = world.isQuiet() ? Mishap.NONE : draw();
        if (world.now() >= command.expiresAt()) {
            answer(command, State.EXPIRED, "EXPIRED", null, mishap);
        } else if (valve == null || mishap == Mishap.REFUSED) {
            answer(command, State.REJECTED, "FAULT", null, mishap);
        } else if (valve.command != null) {
            answer(command, State.REJECTED, "BUSY", null, mishap);
        } else {
            valve.command = command;
            valve.mishap = mishap;
            valve.toldToClose = false;
            valve.lastCommandId = command.commandId();
            answer(command, State.ACCEPTED, null, null, mishap);
            world.in(OPENING_MILLIS, () -> begin(valve, command));
        }
    }

    private Mishap draw() {
        int drawn = random.nextInt(100);
        Mishap[] mishaps = Mishap.values();
        return drawn < 28 ? mishaps[1 + drawn % (mishaps.length - 1)] : Mishap.NONE;
    }

    private void begin(Valve valve, Command command) {
        if (!command.equals(valve.command)) {
            return;
        }
        double flow = world.usualFlow(valve.zoneId);
        if (valve.mishap == Mishap.STUCK_CLOSED) {
            flow = 0;
        } else if (valve.mishap == Mishap.BURST) {
            flow *= 1.6;
        }
        int seconds = command.durationSeconds();
        valve.leak = 0;
        valve.open = world.opened(valve.zoneId, command.commandId(), seconds, flow);
        valve.open.stuck = valve.mishap == Mishap.STUCK_OPEN;
        Opening opening = valve.open;
        answer(command, State.STARTED, null, null, valve.mishap);
        status(valve);
        if (valve.mishap == Mishap.REBOOT) {
            world.in(seconds * 500L, () -> reboot(opening));
        }
        world.in(
                seconds * 1000L,
                () -> {
                    if (valve.open == opening && !opening.stuck) {
                        shut(valve, State.COMPLETED, null);
                    }
                });
        world.in(
                seconds * 1000L + STUCK_AT_MOST_MILLIS,
                () -> {
                    if (valve.open == opening) {
                        shut(valve, State.COMPLETED, "LATE");
                    }
                });
    }

    private void close(Command command) {
        known.put(command.commandId(), State.REJECTED);
        boolean done = true;
        for (Valve valve : valves.values()) {
            boolean meant =
                    command.action() == Action.STOP_ALL
                            || command.identifier() == null
                            || command.identifier().equals(valve.identifier);
            if (meant && valve.open != null && valve.open.stuck) {
                done = false;
                loosen(valve, valve.open);
            } else if (meant && valve.command != null) {
                shut(valve, State.ABORTED, "CLOSED");
            }
        }
        Mishap mishap = world.isQuiet() ? Mishap.NONE : drawAnswer();
        State how = done ? State.COMPLETED : State.REJECTED;
        answer(command, how, done ? null : "VALVE_STUCK", null, mishap);
    }

    private Mishap drawAnswer() {
        int drawn = random.nextInt(10);
        return drawn == 0 ? Mishap.ANSWERS_LOST : drawn == 1 ? Mishap.ANSWERS_LATE : Mishap.NONE;
    }

    private void loosen(Valve valve, Opening opening) {
        if (!valve.toldToClose) {
            valve.toldToClose = true;
            world.in(
                    STUCK_MILLIS,
                    () -> {
                        if (valve.open == opening) {
                            shut(valve, State.ABORTED, "CLOSED");
                        }
                    });
        }
    }

    private void shut(Valve valve, State how, @Nullable String code) {
        Command command = valve.command;
        Opening opening = valve.open;
        valve.command = null;
        valve.open = null;
        if (opening != null) {
            world.closed(opening);
        }
        valve.leak = valve.mishap == Mishap.LEAK ? 1.5 : 0;
        world.flow(valve.zoneId, valve.leak);
        if (valve.leak > 0) {
            world.in(
                    LEAKS_MILLIS,
                    () -> {
                        if (valve.open == null) {
                            valve.leak = 0;
                            world.flow(valve.zoneId, 0);
                        }
                    });
        }
        Double seconds = opening == null ? Double.valueOf(0) : opening.secondsUntil(world.now());
        answer(command, how, code, seconds, valve.mishap);
        status(valve);
    }

    private void reboot(Opening running) {
        if (!running.isOpen()) {
            return;
        }
        poweredDown = true;
        Map<Valve, Command> cut = new LinkedHashMap<>();
        for (Valve valve : valves.values()) {
            if (valve.open != null) {
                world.closed(valve.open);
                cut.put(valve, valve.command);
            }
            valve.open = null;
            valve.command = null;
            valve.leak = 0;
            world.flow(valve.zoneId, 0);
        }
        world.in(
                REBOOT_MILLIS,
                () -> {
                    poweredDown = false;
                    valves.values().forEach(valve -> valve.lastCommandId = null);
                    cut.forEach(
                            (valve, command) ->
                                    answer(command, State.ABORTED, "REBOOT", null, Mishap.NONE));
                    status();
                });
    }

    private void answer(
            Command command,
            State state,
            @Nullable String code,
            @Nullable Double seconds,
            Mishap mishap) {
        if (state != State.DUPLICATE) {
            known.put(command.commandId(), state);
        }
        if (state == State.REJECTED || state == State.EXPIRED) {
            world.refused(command.commandId(), state);
        }
        if (mishap == Mishap.ANSWERS_LOST) {
            return;
        }
        long at = world.now();
        Double liters = seconds == null ? null : Double.valueOf(0);
        if (seconds != null) {
            liters = seconds * world.usualFlow(command.zoneId()) / 60;
        }
        Double volume = liters;
        world.toJob(
                gatewayId,
                mishap == Mishap.ANSWERS_LATE ? 15_000 : 0,
                receivedAt ->
                        GatewayReport.of(
                                Topics.commandAck(id),
                                new CommandAck(
                                        command.commandId(),
                                        id,
                                        command.zoneId(),
                                        at,
                                        receivedAt,
                                        state,
                                        seconds,
                                        volume,
                                        code,
                                        null)));
    }

    private void status(Valve valve) {
        if (poweredDown) {
            return;
        }
        long at = world.now();
        ValveState state = valve.open == null ? ValveState.CLOSED : ValveState.OPEN;
        double flow = valve.open == null ? valve.leak : valve.open.litersPerMinute;
        String last = valve.lastCommandId;
        world.toJob(
                gatewayId,
                0,
                receivedAt ->
                        GatewayReport.of(
                                Topics.commandAck(id),
                                new ValveStatus(
                                        id,
                                        valve.identifier,
                                        at,
                                        receivedAt,
                                        state,
                                        flow,
                                        null,
                                        last)));
    }
}
