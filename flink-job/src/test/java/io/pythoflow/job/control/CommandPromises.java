package io.pythoflow.job.control;

import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.Command.Action;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.OriginalCommand;
import io.pythoflow.contract.rules.Protocol;
import io.pythoflow.contract.rules.RulesDocument;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.Chronicle.Heard;
import io.pythoflow.job.control.Chronicle.Order;
import io.pythoflow.job.control.Chronicle.Sent;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.valve.DeviceCommand;
import io.pythoflow.job.ingest.GatewayReport;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Holds what devices are told, and what their valves do then, against what is promised. */
final class CommandPromises {
    private static final int ORIGINAL_BYTES = 200;

    /** The longest pause between two repetitions of a STOP_ALL or CLOSE, and a tick. */
    private static final long REPEATED_MILLIS = 36_000;

    /** For the news of an opening, which answers may lose, and the grace of a run. */
    private static final long NOTICED_MILLIS = 90_000;

    private static final MessageEncoder ENCODER = new MessageEncoder();

    private final Chronicle chronicle;
    private final ToLongFunction<String> reachableSince;
    private final Map<String, DeviceCommand> byId = new HashMap<>();
    private final Map<String, Integer> originals = new HashMap<>();
    private @Nullable Long pressedAt;
    private final Set<String> stopped = new TreeSet<>();

    /**
     * @param reachableSince by device, epoch milliseconds; far ahead where nothing gets to it
     */
    CommandPromises(Chronicle chronicle, ToLongFunction<String> reachableSince) {
        this.chronicle = chronicle;
        this.reachableSince = reachableSince;
    }

    /** A command leaves the controller, for the first time or again. */
    void said(DeviceCommand command, long now) {
        DeviceCommand other = byId.putIfAbsent(command.commandId(), command);
        if (other != null && !other.equals(command)) {
            chronicle.breach(Promise.COMMAND_IDS, now, other + " and " + command);
        }
        Command v1 = command.command();
        if (v1 != null) {
            String payload = new String(ENCODER.command(v1), StandardCharsets.UTF_8);
            if (payload.contains("\"command\":") || payload.contains("\"time\":")) {
                chronicle.breach(Promise.CLOSE_KEYS, now, payload);
            }
        }
        boolean opens = v1 == null ? chronicle.everyOrder.containsKey(command.commandId()) : true;
        if (!opens || (v1 == null) != isOriginal(command.deviceId())) {
            chronicle.breach(Promise.CLOSE_KEYS, now, command.toString());
        }
    }

    private static boolean isOriginal(String deviceId) {
        return deviceId.equals("000");
    }

    /** The outcome of a run is recorded: an original that was not told yet must not be. */
    void ended(Decision row) {
        Order order = chronicle.everyOrder.get(row.order().commandId());
        String id = row.order().commandId();
        if (order != null && isOriginal(row.order().deviceId()) && !originals.containsKey(id)) {
            order.refused = true;
        }
    }

    /** A command is on its way to the device. */
    void sent(DeviceCommand command, long now) {
        chronicle.sent.add(new Sent(now, command));
        if (!isOriginal(command.deviceId())) {
            return;
        }
        OriginalCommand original = command.original();
        if (original == null) {
            chronicle.breach(Promise.ORIGINAL, now, "not in its words: " + command);
            return;
        }
        byte[] payload = ENCODER.originalCommand(command.deviceId(), original);
        String text = new String(payload, StandardCharsets.UTF_8);
        if (payload.length > ORIGINAL_BYTES || !text.contains("\"command\":\"AGUAR\"")) {
            chronicle.breach(Promise.ORIGINAL, now, text);
        }
        if (chronicle.everyOrder.get(command.commandId()).refused) {
            chronicle.breach(Promise.ORIGINAL, now, "after its end: " + command);
        }
        if (originals.merge(command.commandId(), 1, Integer::sum) > 1) {
            chronicle.breach(Promise.ORIGINAL, now, "again: " + command);
        }
    }

    void opened(Opening opening) {
        Order order = opening.order;
        if (order == null) {
            return;
        }
        order.opening = opening;
        order.openings++;
        if (order.openings > 1) {
            chronicle.breach(Promise.ONE_OPENING, opening.openedAt, opening.toString());
        }
    }

    void closed(Opening opening, long now) {
        Order order = opening.order;
        int longest = order == null ? opening.orderedSeconds : order.zone.limits().maxRunSeconds();
        if (!opening.stuck && opening.secondsUntil(now) > longest * 1.02 + 10) {
            chronicle.breach(Promise.RUN_LENGTH, now, opening.toString());
        }
    }

    /** The rules say that the emergency stop is pressed, or not; they were obeyed just now. */
    void stop(RulesDocument rules, long now) {
        if (!rules.emergencyStop()) {
            pressedAt = null;
            stopped.clear();
            return;
        }
        if (pressedAt == null) {
            pressedAt = now;
        }
        for (Zone zone : rules.zones().values()) {
            if (zone.device().protocol() == Protocol.V1 && stopped.add(zone.device().id())) {
                checkTold(zone.device().id(), now, now - pressedAt, now);
            }
        }
    }

    /** Looked at every few seconds, while the job is up. */
    void look(long now) {
        for (Opening opening : chronicle.openings) {
            if (opening.isOpen()) {
                checkPastMaximum(opening, now);
                checkOpenInStop(opening, now);
            }
        }
        if (pressedAt != null && now - chronicle.upSince > REPEATED_MILLIS) {
            for (String device : stopped) {
                if (!hasAnswered(device)) {
                    checkTold(device, now, REPEATED_MILLIS, now);
                }
            }
        }
    }

    private void checkTold(String device, long now, long withinMillis, long at) {
        boolean told = false;
        for (int i = chronicle.sent.size() - 1; i >= 0 && !told; i--) {
            Sent sent = chronicle.sent.get(i);
            if (sent.at() < now - withinMillis) {
                break;
            }
            told = isAction(sent, Action.STOP_ALL) && sent.command().deviceId().equals(device);
        }
        if (!told) {
            chronicle.breach(Promise.STOP_ALL, at, device + " is not told to stop");
        }
    }

    private boolean hasAnswered(String device) {
        Set<String> ids = new HashSet<>();
        for (Sent sent : chronicle.sent) {
            if (isAction(sent, Action.STOP_ALL) && sent.command().deviceId().equals(device)) {
                ids.add(sent.command().commandId());
            }
        }
        for (Heard heard : chronicle.heard) {
            if (heard.what() instanceof GatewayReport report
                    && report.acknowledgement() != null
                    && ids.contains(report.acknowledgement().commandId())
                    && heard.at() >= pressedAt
                    && isDone(report.acknowledgement())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDone(CommandAck ack) {
        return ack.state() == CommandAck.State.COMPLETED
                || ack.state() == CommandAck.State.DUPLICATE;
    }

    private static boolean isAction(Sent sent, Action action) {
        return sent.command().command() != null && sent.command().command().action() == action;
    }

    /** Long enough after its end that the job must know, and long enough up to have acted. */
    private void checkPastMaximum(Opening opening, long now) {
        long dueAt = opening.openedAt + opening.orderedSeconds * 1020L + NOTICED_MILLIS;
        boolean known = opening.order != null && !opening.order.takenBack;
        if (!known
                || isOriginal(opening.order.command.deviceId())
                || now < dueAt
                || now - chronicle.upSince < NOTICED_MILLIS) {
            return;
        }
        for (int i = chronicle.sent.size() - 1; i >= 0; i--) {
            Sent sent = chronicle.sent.get(i);
            if (sent.at() < now - REPEATED_MILLIS) {
                break;
            }
            Command command = sent.command().command();
            if (command != null
                    && command.action() != Action.OPEN
                    && command.deviceId().equals(opening.order.command.deviceId())) {
                return;
            }
        }
        chronicle.breach(Promise.PAST_MAXIMUM, now, "not told to close: " + opening);
    }

    /** Long enough after everything that a device needs to be told and to obey. */
    private void checkOpenInStop(Opening opening, long now) {
        if (pressedAt == null || opening.stuck || opening.order == null) {
            return;
        }
        String device = opening.order.command.deviceId();
        long since =
                Math.max(
                        Math.max(pressedAt, opening.openedAt),
                        Math.max(chronicle.upSince, reachableSince.applyAsLong(device)));
        if (!isOriginal(device) && now - since > NOTICED_MILLIS) {
            chronicle.breach(Promise.STOP_ALL, now, "still " + opening);
        }
    }
}
