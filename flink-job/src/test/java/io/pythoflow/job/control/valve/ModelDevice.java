package io.pythoflow.job.control.valve;

import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.CommandAck.State;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A device of protocol v1 as honest as its world lets it be: it obeys each id once, refuses expired
 * ones, closes by itself, and may ignore a command, reboot or be busy elsewhere.
 */
final class ModelDevice {
    private static final long STATUS_WHILE_OPEN_MILLIS = 10_000;
    private static final long STATUS_MILLIS = 60_000;

    /** How what it says reaches the job. */
    interface Voice {
        void ack(String id, State state, @Nullable String code, @Nullable Double seconds);

        void status(ValveState state, @Nullable String lastCommandId);
    }

    private final Random random;
    private final Voice voice;

    /** Ahead of the job's, or behind. */
    private final long clockOffset;

    private final Map<String, State> memory = new HashMap<>();
    private final Map<String, Double> secondsOpen = new TreeMap<>();
    private @Nullable String openId;
    private @Nullable String lastCommandId;
    private long openedAt;
    private long endsAt;
    private long nextStatusAt;

    ModelDevice(Random random, Voice voice, long clockOffset) {
        this.random = random;
        this.voice = voice;
        this.clockOffset = clockOffset;
    }

    boolean isOpen() {
        return openId != null;
    }

    /** Whether this copy of an OPEN might still open it. */
    boolean mightObey(Command open) {
        return !memory.containsKey(open.commandId());
    }

    /** How long each command has had it open. */
    Map<String, Double> secondsOpen() {
        return secondsOpen;
    }

    long clock(long now) {
        return now + clockOffset;
    }

    void receive(Command command, long now) {
        if (random.nextInt(12) == 0) {
            return;
        }
        State known = memory.get(command.commandId());
        if (known != null) {
            voice.ack(command.commandId(), State.DUPLICATE, known.name(), null);
        } else if (command.action() == Command.Action.OPEN) {
            open(command, now);
        } else {
            lastCommandId = command.commandId();
            end(State.ABORTED, "CLOSE", now);
            answer(command.commandId(), State.COMPLETED, null, null);
        }
    }

    void tick(long now) {
        if (openId != null && now >= endsAt) {
            end(State.COMPLETED, null, now);
        }
        if (openId != null && random.nextInt(2_000) == 0) {
            end(State.ABORTED, "REBOOT", now);
            lastCommandId = null;
        }
        if (now >= nextStatusAt) {
            status(now);
        }
    }

    private void open(Command command, long now) {
        if (clock(now) > command.expiresAt()) {
            answer(command.commandId(), State.EXPIRED, null, null);
        } else if (openId != null || random.nextInt(20) == 0) {
            answer(command.commandId(), State.REJECTED, "BUSY", null);
        } else if (random.nextInt(20) == 0) {
            answer(command.commandId(), State.REJECTED, "VALVE_STUCK", null);
        } else {
            openId = command.commandId();
            lastCommandId = openId;
            openedAt = now;
            endsAt = now + command.durationSeconds() * 1_000L;
            answer(openId, State.ACCEPTED, null, null);
            answer(openId, State.STARTED, null, null);
            status(now);
        }
    }

    private void end(State how, @Nullable String code, long now) {
        String id = openId;
        if (id == null) {
            return;
        }
        openId = null;
        double seconds = (now - openedAt) / 1_000.0;
        secondsOpen.put(id, seconds);
        answer(id, how, code, seconds);
        status(now);
    }

    private void answer(String id, State state, @Nullable String code, @Nullable Double seconds) {
        memory.put(id, state);
        voice.ack(id, state, code, seconds);
    }

    private void status(long now) {
        nextStatusAt = now + (openId == null ? STATUS_MILLIS : STATUS_WHILE_OPEN_MILLIS);
        voice.status(openId == null ? ValveState.CLOSED : ValveState.OPEN, lastCommandId);
    }
}
