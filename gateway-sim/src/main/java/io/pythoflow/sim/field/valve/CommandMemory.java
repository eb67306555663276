package io.pythoflow.sim.field.valve;

import io.pythoflow.contract.payload.CommandAck;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The ids a device has seen, each with its last state, for an hour after that. It lies in flash: a
 * restart does not empty it, or a command that is delivered again afterwards would water twice.
 */
final class CommandMemory {

    static final long KEPT_MILLIS = 3_600_000;

    private record Seen(CommandAck.State state, long atMillis) {}

    /** Least recently changed first. */
    private final Map<String, Seen> byId = new LinkedHashMap<>();

    /** How far a command got; empty if its id was not seen within the hour. */
    Optional<CommandAck.State> stateOf(String commandId, long nowMillis) {
        forget(nowMillis);
        return Optional.ofNullable(byId.get(commandId)).map(Seen::state);
    }

    void remember(String commandId, CommandAck.State state, long nowMillis) {
        byId.remove(commandId);
        byId.put(commandId, new Seen(state, nowMillis));
    }

    private void forget(long nowMillis) {
        Iterator<Seen> oldestFirst = byId.values().iterator();
        while (oldestFirst.hasNext() && nowMillis - oldestFirst.next().atMillis() > KEPT_MILLIS) {
            oldestFirst.remove();
        }
    }
}
