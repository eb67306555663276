package io.pythoflow.sim.field.valve;

import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.CommandAck.State;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.topic.Topics;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One valve of protocol v1: obeys each command id once, answers on its own topic, and shuts by
 * itself. What shuts is obeyed whenever it comes, expired or not and without a clock; what opens is
 * refused as soon as anything is in doubt.
 */
final class V1Valve {

    /** What the device itself allows, whatever it is told. */
    static final int LONGEST_RUN_SECONDS = 3600;

    /** Relay and solenoid need that long; the run's time counts from then. */
    static final long OPENING_MILLIS = 200;

    static final long STATUS_WHILE_OPEN_MILLIS = 10_000;

    private static final MessageEncoder ENCODER = new MessageEncoder();

    private final String deviceId;
    private final Outlet outlet;
    private final Board board;
    private final Misbehaviours.Dice dice;
    private final CommandMemory memory = new CommandMemory();
    private @Nullable Run run;
    private @Nullable Run interrupted;
    private @Nullable Run leaking;
    private @Nullable String lastCommandId;

    V1Valve(String deviceId, Outlet outlet, Board board, Misbehaviours misbehaviours) {
        this.deviceId = deviceId;
        this.outlet = outlet;
        this.board = board;
        this.dice = misbehaviours.of(deviceId);
    }

    /** What happens to the answers to a command. */
    private enum Answers {
        PROMPT,
        LATE,
        LOST
    }

    private record Order(Command command, Answers answers) {}

    /** One opening, from the command to the last drop. */
    private static final class Run {
        private final Order order;
        private final Set<Misbehaviour> struck;
        private double litersBefore;
        private boolean begun;
        private boolean stuck;
        private boolean toldToShut;
        private long beganMillis;
        private long endsMillis;

        Run(Order order, Set<Misbehaviour> struck) {
            this.order = order;
            this.struck = struck;
        }
    }

    String deviceId() {
        return deviceId;
    }

    /**
     * Obeys a command, or says why not.
     *
     * @return whether it orders every valve of the gateway to shut
     */
    boolean receive(Command command, long now) {
        if (dice.strikes(Misbehaviour.IGNORE_COMMAND)) {
            return false;
        }
        Order order = new Order(command, drawAnswers());
        if (!command.deviceId().equals(deviceId)) {
            // Not remembered: the command is somebody else's.
            send(order, State.REJECTED, "WRONG_DEVICE", "This is device " + deviceId, null, now);
            return false;
        }
        Optional<State> known = memory.stateOf(command.commandId(), now);
        if (known.isPresent()) {
            send(order, State.DUPLICATE, known.get().name(), null, null, now);
            return false;
        }
        switch (command.action()) {
            case OPEN -> open(order, now);
            case CLOSE, STOP_ALL -> close(order, now);
            case SET_CONFIG -> answer(order, State.REJECTED, "UNSUPPORTED", null, null, now);
        }
        return command.action() == Command.Action.STOP_ALL;
    }

    /** Shuts because of a command to another valve of the gateway. */
    void stop(long now) {
        shutOnCommand("STOP_ALL", now);
    }

    /** Power is gone: a valve without power is shut. */
    void losePower() {
        interrupted = run != null ? run : interrupted;
        run = null;
        leaking = null;
        outlet.flow(0);
    }

    /** Power is back. */
    void start(long now) {
        lastCommandId = null;
        Run cut = interrupted;
        interrupted = null;
        if (cut != null) {
            answer(cut.order, State.ABORTED, "REBOOT", "Power was lost during the run", cut, now);
        }
        publishStatus(now);
    }

    void publishStatus(long now) {
        GatewayStatus.Valve state = state(now);
        ValveStatus status =
                new ValveStatus(
                        deviceId,
                        null,
                        board.timestamp(now),
                        now,
                        state.state(),
                        state.flowLitersPerMinute(),
                        state.remainingSeconds(),
                        lastCommandId);
        board.send(Topics.commandAck(deviceId), ENCODER.valveStatus(status), now);
    }

    GatewayStatus.Valve state(long now) {
        Run current = run;
        boolean open = current != null && current.begun;
        return new GatewayStatus.Valve(
                deviceId,
                open ? GatewayStatus.ValveState.OPEN : GatewayStatus.ValveState.CLOSED,
                tenths(outlet.litersPerMinute()),
                open ? Math.max(0, tenths((current.endsMillis - now) / 1000.0)) : 0,
                lastCommandId);
    }

    private void open(Order order, long now) {
        Command command = order.command();
        OptionalLong clock = board.clock(now);
        Integer durationSeconds = command.durationSeconds();
        if (clock.isEmpty()) {
            answer(order, State.REJECTED, "NO_CLOCK", "Cannot tell whether it expired", null, now);
        } else if (clock.getAsLong() > command.expiresAt()) {
            String late =
                    "It is %d here, the command expired at %d"
                            .formatted(clock.getAsLong(), command.expiresAt());
            answer(order, State.EXPIRED, "EXPIRED", late, null, now);
        } else if (durationSeconds == null || durationSeconds > LONGEST_RUN_SECONDS) {
            String limit =
                    "%s s are over the %d s that this device allows"
                            .formatted(durationSeconds, LONGEST_RUN_SECONDS);
            answer(order, State.REJECTED, "TOO_LONG", limit, null, now);
        } else if (run != null) {
            String other = "Open by command " + run.order.command().commandId();
            answer(order, State.REJECTED, "BUSY", other, null, now);
        } else {
            Run next = new Run(order, dice.strikeRun());
            run = next;
            lastCommandId = command.commandId();
            answer(order, State.ACCEPTED, null, null, null, now);
            later(next, now + OPENING_MILLIS, then -> begin(next, then));
        }
    }

    private void begin(Run current, long now) {
        leaking = null;
        double flow = Misbehaviours.openFlow(current.struck, outlet.usualLitersPerMinute());
        current.litersBefore = outlet.totalLiters();
        outlet.flow(flow);
        current.begun = true;
        current.beganMillis = now;
        long durationMillis = 1000L * duration(current);
        long volumeMillis = millisUntilVolume(current, flow);
        current.endsMillis = now + durationMillis;
        answer(current.order, State.STARTED, null, null, null, now);
        publishStatus(now);
        repeatStatus(current, now);
        if (current.struck.contains(Misbehaviour.REBOOT_MID_RUN)) {
            long halfMillis = Math.min(durationMillis, volumeMillis) / 2;
            later(current, now + halfMillis, board::restart);
        }
        if (volumeMillis < durationMillis) {
            later(current, now + volumeMillis, then -> end(current, "VOLUME_REACHED", then));
        }
        later(current, current.endsMillis, then -> end(current, null, then));
    }

    private void repeatStatus(Run current, long now) {
        later(
                current,
                now + STATUS_WHILE_OPEN_MILLIS,
                then -> {
                    publishStatus(then);
                    repeatStatus(current, then);
                });
    }

    /** Does something at a time if the run still lasts then. */
    private void later(Run expected, long millis, LongConsumer action) {
        board.at(
                millis,
                then -> {
                    if (run == expected) {
                        action.accept(then);
                    }
                });
    }

    private void end(Run current, @Nullable String code, long now) {
        if (current.stuck) {
            return;
        }
        if (current.struck.contains(Misbehaviour.STICK_OPEN)) {
            stick(current, now);
        } else {
            finish(current, State.COMPLETED, code, now);
        }
    }

    private void close(Order order, long now) {
        lastCommandId = order.command().commandId();
        String action = order.command().action().name();
        if (shutOnCommand(action, now)) {
            answer(order, State.COMPLETED, null, null, null, now);
        } else {
            // Not remembered: when it is sent again, it is tried again.
            send(order, State.REJECTED, "VALVE_STUCK", "The valve does not move", null, now);
        }
    }

    /** False if the valve is stuck. */
    private boolean shutOnCommand(String action, long now) {
        Run current = run;
        if (current == null) {
            return true;
        }
        if (current.begun && current.struck.contains(Misbehaviour.STICK_OPEN)) {
            current.toldToShut = true;
            stick(current, now);
            return false;
        }
        finish(current, State.ABORTED, action, now);
        return true;
    }

    private void stick(Run current, long now) {
        if (current.stuck) {
            return;
        }
        current.stuck = true;
        current.endsMillis = now;
        publishStatus(now);
        later(current, now + Misbehaviours.LASTING_MILLIS, then -> comeLoose(current, then));
    }

    private void comeLoose(Run current, long now) {
        State state = current.toldToShut ? State.ABORTED : State.COMPLETED;
        finish(current, state, "VALVE_STUCK", now);
    }

    private void finish(Run current, State state, @Nullable String code, long now) {
        run = null;
        double drips =
                current.begun
                        ? Misbehaviours.shutFlow(current.struck, outlet.usualLitersPerMinute())
                        : 0;
        if (current.begun) {
            outlet.flow(drips);
        }
        answer(current.order, state, code, null, current, now);
        publishStatus(now);
        if (drips > 0) {
            leaking = current;
            board.at(now + Misbehaviours.LASTING_MILLIS, then -> seal(current, then));
        }
    }

    private void seal(Run leaked, long now) {
        if (leaking == leaked) {
            leaking = null;
            outlet.flow(0);
            publishStatus(now);
        }
    }

    private static int duration(Run run) {
        Integer seconds = run.order.command().durationSeconds();
        return seconds == null ? 0 : seconds;
    }

    /** The device counts the litres itself. */
    private static long millisUntilVolume(Run run, double litersPerMinute) {
        Double liters = run.order.command().maxVolumeLiters();
        if (liters == null || litersPerMinute <= 0) {
            return Long.MAX_VALUE;
        }
        return (long) Math.ceil(liters / litersPerMinute * 60_000);
    }

    private Answers drawAnswers() {
        if (dice.strikes(Misbehaviour.LOSE_ACK)) {
            return Answers.LOST;
        }
        return dice.strikes(Misbehaviour.LATE_ACK) ? Answers.LATE : Answers.PROMPT;
    }

    private void answer(
            Order order,
            State state,
            @Nullable String code,
            @Nullable String message,
            @Nullable Run flowed,
            long now) {
        memory.remember(order.command().commandId(), state, now);
        send(order, state, code, message, flowed, now);
    }

    private void send(
            Order order,
            State state,
            @Nullable String code,
            @Nullable String message,
            @Nullable Run flowed,
            long now) {
        if (order.answers() == Answers.LOST) {
            return;
        }
        Command command = order.command();
        CommandAck ack =
                new CommandAck(
                        command.commandId(),
                        deviceId,
                        command.zoneId(),
                        board.timestamp(now),
                        now,
                        state,
                        flowed == null ? null : seconds(flowed, now),
                        flowed == null ? null : liters(flowed),
                        code,
                        message);
        long delay = order.answers() == Answers.LATE ? Misbehaviours.LATE_MILLIS : 0;
        board.send(Topics.commandAck(deviceId), ENCODER.commandAck(ack), now + delay);
    }

    private static double seconds(Run run, long now) {
        return run.begun ? tenths((now - run.beganMillis) / 1000.0) : 0;
    }

    private double liters(Run run) {
        return run.begun ? tenths(outlet.totalLiters() - run.litersBefore) : 0;
    }

    private static double tenths(double value) {
        return Math.rint(10 * value) / 10;
    }
}
