package io.pythoflow.job.testing;

import io.pythoflow.contract.codec.ControlDecoder;
import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.codec.InvalidPayloadException;
import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.Command.Action;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.CommandAck.State;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.topic.Topics;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A device of protocol v1 with one valve, which remembers every command as it came. It obeys by
 * itself, each id once, or is mute and says only what the test has it say. A run is in the hands of
 * the device: it ends though nobody listens.
 */
public final class TestDevice implements AutoCloseable {

    private static final MessageEncoder ENCODER = new MessageEncoder();
    private static final ControlDecoder DECODER = new ControlDecoder(DecodeLimits.defaults());

    /** Litres in a second of an open valve. */
    private static final double FLOW = 1;

    /** What it does about commands. */
    public enum Manner {
        OBEYS,
        /** Takes note of them. */
        MUTE
    }

    /**
     * A command as it came.
     *
     * @param arrivedAt epoch milliseconds
     */
    public record Received(Command command, byte[] payload, long arrivedAt) {}

    private final String id;
    private final RawClient client;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private volatile Manner manner;

    /** The three are guarded by this. */
    private final Set<String> obeyed = new HashSet<>();

    private @Nullable Command open;
    private @Nullable ScheduledFuture<?> end;
    private @Nullable String lastCommandId;
    private long openedAt;

    private TestDevice(String brokerUrl, String id, Manner manner) throws IOException {
        this.id = id;
        this.manner = manner;
        client = RawClient.connect(brokerUrl, "device-" + id, this::receive);
        client.subscribe(Topics.command(id));
    }

    /** Connects it; nothing is said yet. */
    public static TestDevice start(String brokerUrl, String id, Manner manner) throws IOException {
        return new TestDevice(brokerUrl, id, manner);
    }

    /** From the next command on. */
    public void behave(Manner next) {
        manner = next;
    }

    /** Every command so far, copies included. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    /** Every command of an action so far, copies included. */
    public List<Received> received(Action action) {
        return received.stream().filter(one -> one.command().action() == action).toList();
    }

    /** The ids of the OPENs so far, each once, in the order of their arrival. */
    public List<String> openIds() {
        return received(Action.OPEN).stream()
                .map(one -> one.command().commandId())
                .distinct()
                .toList();
    }

    /** Whether the valve is open. */
    public synchronized boolean isOpen() {
        return open != null;
    }

    /** Says what the valve does, as devices do when they connect. */
    public synchronized void tell() {
        tell(open == null ? ValveState.CLOSED : ValveState.OPEN);
    }

    /** Says that the valve is shut and how much flows nevertheless. */
    public void tellLeak(double litersPerMinute) throws IOException {
        client.publish(Topics.commandAck(id), status(ValveState.CLOSED, litersPerMinute));
    }

    /** Answers a command, whatever the device thinks of it. */
    public void answer(Command command, State state, @Nullable Double seconds) throws IOException {
        client.publish(Topics.commandAck(id), ack(command, state, seconds, null));
    }

    private void receive(RawClient.Message message) {
        try {
            Command command = DECODER.command(message.payload());
            received.add(new Received(command, message.payload(), message.arrivedAt()));
            if (manner == Manner.OBEYS) {
                obey(command);
            }
        } catch (InvalidPayloadException e) {
            throw new IllegalStateException("Not a command of v1: " + message.text(), e);
        }
    }

    private synchronized void obey(Command command) {
        if (!obeyed.add(command.commandId())) {
            send(ack(command, State.DUPLICATE, null, null));
        } else if (command.action() != Action.OPEN) {
            shut(State.ABORTED);
            lastCommandId = command.commandId();
            send(ack(command, State.COMPLETED, null, null));
        } else if (System.currentTimeMillis() > command.expiresAt()) {
            send(ack(command, State.EXPIRED, null, null));
        } else if (open != null) {
            send(ack(command, State.REJECTED, null, "BUSY"));
        } else {
            open = command;
            openedAt = System.currentTimeMillis();
            lastCommandId = command.commandId();
            send(ack(command, State.ACCEPTED, null, null));
            send(ack(command, State.STARTED, null, null));
            tell(ValveState.OPEN);
            end =
                    clock.schedule(
                            () -> shut(State.COMPLETED),
                            command.durationSeconds(),
                            TimeUnit.SECONDS);
        }
    }

    private synchronized void shut(State how) {
        Command run = open;
        if (run == null) {
            return;
        }
        open = null;
        end.cancel(false);
        send(ack(run, how, (System.currentTimeMillis() - openedAt) / 1000.0, null));
        tell(ValveState.CLOSED);
    }

    private void tell(ValveState state) {
        send(status(state, state == ValveState.OPEN ? 60 * FLOW : 0));
    }

    private synchronized byte[] status(ValveState state, double litersPerMinute) {
        return ENCODER.valveStatus(
                new ValveStatus(
                        id,
                        null,
                        System.currentTimeMillis(),
                        0,
                        state,
                        litersPerMinute,
                        null,
                        lastCommandId));
    }

    private byte[] ack(
            Command command, State state, @Nullable Double seconds, @Nullable String code) {
        return ENCODER.commandAck(
                new CommandAck(
                        command.commandId(),
                        id,
                        command.zoneId(),
                        System.currentTimeMillis(),
                        0,
                        state,
                        seconds,
                        seconds == null ? null : seconds * FLOW,
                        code,
                        null));
    }

    private void send(byte[] payload) {
        client.send(Topics.commandAck(id), payload);
    }

    @Override
    public void close() throws IOException {
        clock.shutdownNow();
        client.close();
    }
}
