package io.pythoflow.job.control.valve;

import static io.pythoflow.job.control.testing.ZoneBuilder.aZone;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.CommandAck.State;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.contract.rules.Protocol;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.decision.Decision;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A valve, its clock, and everything it gives rise to. */
final class ValveScene implements ValveEvents {
    static final long START = 1_700_000_000_000L;
    static final double EXPECTED_FLOW = 25;
    static final long TICK_MILLIS = 250;

    /** An event of {@link ValveEvents#ended}. */
    record Ended(ValveRun run, Decision.Outcome outcome) {}

    /** An event of {@link ValveEvents#alert}. */
    record Alerted(Alert.Code code, Alert.State state, Severity severity, String message) {

        String word() {
            return state + " " + code;
        }
    }

    final List<DeviceCommand> opened = new ArrayList<>();
    final List<DeviceCommand> published = new ArrayList<>();
    final List<Ended> ended = new ArrayList<>();
    final List<Alerted> alerts = new ArrayList<>();
    final ValveTimings timings = ValveTimings.DEFAULTS;
    Zone zone;
    ValveLife life = new ValveLife(timings, ControlMode.ACT);
    long now = START;
    private int orders;

    ValveScene(Protocol protocol) {
        zone = aZone().protocol(protocol).build();
    }

    static ValveScene v1() {
        return new ValveScene(Protocol.V1);
    }

    static ValveScene original() {
        return new ValveScene(Protocol.ORIGINAL);
    }

    /** A run of a length, with the water that belongs to it; returns the command's id. */
    String order(int seconds) {
        return order(seconds, ControlMode.ACT);
    }

    String order(int seconds, ControlMode mode) {
        ValveRun run = run(seconds, 20.0);
        life.order(run, zone, mode, now, this);
        return run.commandId();
    }

    ValveRun run(int seconds, @Nullable Double moistureBefore) {
        orders++;
        return new ValveRun(
                CommandIds.command(zone.id(), orders, now),
                CommandIds.decision(zone.id(), orders, now),
                zone.id(),
                now,
                7,
                zone.device().id(),
                zone.device().identifier(),
                zone.device().protocol(),
                seconds,
                EXPECTED_FLOW * seconds / 60,
                null,
                moistureBefore,
                "soil_dry");
    }

    /** An order whose checkpoint completes at once and that the device has begun. */
    String orderStarted(int seconds) {
        String id = order(seconds);
        commit(id);
        answer(id, State.ACCEPTED);
        answer(id, State.STARTED);
        return id;
    }

    void commit(String id) {
        life.committed(id, now);
    }

    void answer(String id, State state) {
        answer(id, state, null, null, null);
    }

    void answer(
            String id,
            State state,
            @Nullable String code,
            @Nullable Double seconds,
            @Nullable Double liters) {
        life.answered(ack(id, state, code, seconds, liters, now), zone, now, this);
    }

    CommandAck ack(
            String id,
            State state,
            @Nullable String code,
            @Nullable Double seconds,
            @Nullable Double liters,
            long timestamp) {
        return new CommandAck(
                id,
                zone.device().id(),
                zone.id(),
                timestamp,
                now,
                state,
                seconds,
                liters,
                code,
                null);
    }

    void complete(String id, double seconds) {
        answer(id, State.COMPLETED, null, seconds, EXPECTED_FLOW * seconds / 60);
    }

    void status(ValveState state, @Nullable String commandId) {
        status(state, commandId, now);
    }

    void status(ValveState state, @Nullable String commandId, long timestamp) {
        life.reported(
                new ValveStatus(
                        zone.device().id(), null, timestamp, now, state, null, null, commandId),
                zone,
                now,
                this);
    }

    void flow(double litersPerMinute) {
        life.measuredFlow(litersPerMinute, now, zone, now, this);
    }

    void close(String reason) {
        life.close(reason, zone, now, this);
    }

    /** Time passes, as it does for the job. */
    void pass(long millis) {
        long until = now + millis;
        while (now < until) {
            now = Math.min(until, now + TICK_MILLIS);
            life.tick(zone, now, this);
        }
    }

    void passSeconds(double seconds) {
        pass(Math.round(seconds * 1_000));
    }

    /** The job dies and starts again from what it had stored. */
    void restart() {
        life = copy();
        life.restored(now);
    }

    ValveLife copy() {
        try {
            return ValveLife.read(
                    new DataInputStream(new ByteArrayInputStream(bytes())),
                    timings,
                    ControlMode.ACT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            life.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The CLOSEs and repeated OPENs that were published, as the words of v1. */
    List<Command> commands() {
        return published.stream().map(DeviceCommand::command).toList();
    }

    List<Command> closes() {
        return commands().stream()
                .filter(command -> command.action() == Command.Action.CLOSE)
                .toList();
    }

    String lastClose() {
        List<Command> closes = closes();
        return closes.get(closes.size() - 1).commandId();
    }

    List<String> results() {
        return ended.stream().map(end -> end.outcome().result()).toList();
    }

    List<String> alertWords() {
        return alerts.stream().map(Alerted::word).toList();
    }

    double usedSeconds() {
        return life.budget().runSecondsUsed(zone, now);
    }

    @Override
    public void open(DeviceCommand command) {
        opened.add(command);
    }

    @Override
    public void prepare(DeviceCommand command) {
        opened.add(command);
    }

    @Override
    public void publish(DeviceCommand command) {
        published.add(command);
    }

    @Override
    public void ended(ValveRun run, Decision.Outcome outcome) {
        ended.add(new Ended(run, outcome));
    }

    @Override
    public void alert(Alert.Code code, Alert.State state, Severity severity, String message) {
        alerts.add(new Alerted(code, state, severity, message));
    }
}
