package io.pythoflow.job.mqtt.quirks;

import io.pythoflow.job.mqtt.quirks.Quirks.DuplicateFlag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The QoS 1 messages that were sent to one client and not acknowledged. It belongs to the session
 * and outlives connections. Pure but for the {@link Link} that it sends on; broker thread; time in
 * milliseconds.
 */
final class DeliveryWindow {

    /** A message on its way, which may have several packet ids on one connection. */
    private static final class Shipment {
        final Message message;
        final @Nullable SharedGroup origin;
        boolean arrived;

        Shipment(Message message, @Nullable SharedGroup origin) {
            this.message = message;
            this.origin = origin;
        }
    }

    private static final class Entry {
        final int packetId;
        final Shipment shipment;
        boolean sentOnThisLink;
        long sentAt;

        Entry(int packetId, Shipment shipment) {
            this.packetId = packetId;
            this.shipment = shipment;
        }
    }

    private final Quirks quirks;
    private final List<Entry> entries = new ArrayList<>();
    private int limit;
    private int underWay;
    private int mostUnderWay;
    private int lastPacketId;
    private int resends;

    DeliveryWindow(Quirks quirks) {
        this.quirks = quirks;
    }

    /** A connection begins: what earlier ones left unacknowledged is to be sent again. */
    void begin(int receiveMaximum) {
        limit = Math.min(receiveMaximum, quirks.window());
        entries.removeIf(entry -> entry.shipment.arrived);
        removeFurtherIds();
        entries.forEach(entry -> entry.sentOnThisLink = false);
        underWay = 0;
    }

    /** The packet ids of a former connection are worth nothing: one per message remains. */
    private void removeFurtherIds() {
        List<Shipment> seen = new ArrayList<>();
        for (Iterator<Entry> each = entries.iterator(); each.hasNext(); ) {
            Shipment shipment = each.next().shipment;
            if (seen.contains(shipment)) {
                each.remove();
            } else {
                seen.add(shipment);
            }
        }
    }

    boolean hasRoom() {
        return underWay < limit;
    }

    boolean hasUnsent() {
        return underWay < entries.size();
    }

    /** Sends the oldest message that this connection has not seen yet. */
    void sendUnsent(Link link, long now) {
        Entry entry =
                entries.stream()
                        .filter(candidate -> !candidate.sentOnThisLink)
                        .findFirst()
                        .orElseThrow();
        send(
                entry,
                link,
                quirks.duplicateFlag() == DuplicateFlag.NEVER_SET
                        ? Link.Flags.NONE
                        : Link.Flags.DUPLICATE,
                now);
    }

    /**
     * @param origin the group that gave the message to this client, if one did
     */
    void send(
            Message message, @Nullable SharedGroup origin, Link link, Link.Flags flags, long now) {
        send(add(nextPacketId(), new Shipment(message, origin)), link, flags, now);
    }

    /** Sends a message under a packet id of the test's choice. */
    void sendUnder(int packetId, Message message, Link link, long now) {
        send(add(packetId, new Shipment(message, null)), link, Link.Flags.NONE, now);
    }

    private Entry add(int packetId, Shipment shipment) {
        Entry entry = new Entry(packetId, shipment);
        entries.add(entry);
        return entry;
    }

    private void send(Entry entry, Link link, Link.Flags flags, long now) {
        if (!entry.sentOnThisLink) {
            entry.sentOnThisLink = true;
            underWay++;
            mostUnderWay = Math.max(mostUnderWay, underWay);
        }

        entry.sentAt = now;
        link.publish(entry.packetId, entry.shipment.message, flags);
    }

    private int nextPacketId() {
        boolean reuses = quirks.highestPacketId() < quirks.window();
        do {
            lastPacketId = lastPacketId % quirks.highestPacketId() + 1;
        } while (!reuses && isInFlight(lastPacketId));
        return lastPacketId;
    }

    private boolean isInFlight(int packetId) {
        return entries.stream().anyMatch(entry -> entry.packetId == packetId);
    }

    /** Sends what is overdue again on the same connection. */
    void resendOverdue(Link link, long now) {
        Duration after = quirks.resendAfter();
        if (after != null) {
            resend(link, now, now - after.toMillis());
        }
    }

    /** Sends everything under way again on the same connection. */
    void resendAll(Link link, long now) {
        resend(link, now, Long.MAX_VALUE);
    }

    private void resend(Link link, long now, long sentUntil) {
        forEachUnderWay(
                sentUntil,
                entry -> {
                    resends++;
                    boolean renumber =
                            quirks.renumberEvery() > 0 && resends % quirks.renumberEvery() == 0;
                    if (renumber && hasRoom()) {
                        entry.sentAt = now;
                        send(add(nextPacketId(), entry.shipment), link, Link.Flags.NONE, now);
                    } else {
                        send(entry, link, Link.Flags.NONE, now);
                    }
                });
    }

    /** Sends everything under way once more, each under another packet id, as far as they fit. */
    void resendAllRenumbered(Link link, long now) {
        forEachUnderWay(
                Long.MAX_VALUE,
                entry -> {
                    if (hasRoom()) {
                        send(add(nextPacketId(), entry.shipment), link, Link.Flags.NONE, now);
                    }
                });
    }

    private void forEachUnderWay(long sentUntil, Consumer<Entry> action) {
        for (Entry entry : List.copyOf(entries)) {
            if (entry.sentOnThisLink && !entry.shipment.arrived && entry.sentAt <= sentUntil) {
                action.accept(entry);
            }
        }
    }

    /** A PUBACK: of the oldest message under this packet id. */
    void acknowledged(int packetId) {
        for (Iterator<Entry> each = entries.iterator(); each.hasNext(); ) {
            Entry entry = each.next();
            if (entry.sentOnThisLink && entry.packetId == packetId) {
                entry.shipment.arrived = true;
                each.remove();
                underWay--;
                return;
            }
        }
    }

    /** Unacknowledged packet ids, those of former connections included. */
    int size() {
        return entries.size();
    }

    int mostUnderWay() {
        return mostUnderWay;
    }

    /** The session is over: what it had of a group and never arrived goes to another member. */
    void giveBack() {
        entries.stream()
                .map(entry -> entry.shipment)
                .filter(shipment -> !shipment.arrived && shipment.origin != null)
                .distinct()
                .forEach(shipment -> shipment.origin.keep(shipment.message));
    }
}
