package io.pythoflow.job.control.gateway;

import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.job.state.NullableText;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which gateways are there. A gateway is lost when it announces that, itself or by its last will,
 * or when nothing came of it for too long; anything received after that shows it is back. Events
 * are told by {@link #tick} alone, so that a will and the reconnect right behind it are no event.
 *
 * <p>The broker sends a will when it notices that a connection broke, which may be after the
 * gateway came back, and the job may get the two through different slots in either order. A will
 * counts unless something received later was heard, it names an earlier start than the newest
 * status does, or its own number or time is older than that status. What slips through is undone by
 * the next message.
 *
 * <p>All times are epoch milliseconds of the job's clock: receipt, or now. Confined to the task
 * thread of the control operator.
 */
public final class GatewayPresence {

    /** After that without a word, a gateway that no rule names is forgotten. */
    static final Duration FORGET_AFTER = Duration.ofDays(1);

    /**
     * Of more gateways than that, only those are known that rules name: the ids on the shared topic
     * are anybody's, and must not fill the memory.
     */
    static final int MOST_GATEWAYS = 10_000;

    private static final int VERSION_1 = 1;

    private final PresenceEvents events;
    private final Map<String, Presence> gateways = new TreeMap<>();

    public GatewayPresence(PresenceEvents events) {
        this.events = events;
    }

    /**
     * A message of a gateway was received, of whatever kind.
     *
     * @param gatewayId null where the message does not say, which tells nothing
     * @param at when it was received
     */
    public void heard(@Nullable String gatewayId, long at) {
        Presence gateway = known(gatewayId, at);
        if (gateway != null) {
            gateway.heard(at);
        }
    }

    /** A gateway said how it is, or its will did; that it was heard is included. */
    public void reported(GatewayStatus status) {
        Presence gateway = known(status.gatewayId(), status.receivedAt());
        if (gateway != null) {
            gateway.reported(status);
        }
    }

    /** Rules name these gateways, and no others: they are waited for from now on. */
    public void expect(Set<String> gatewayIds, long now) {
        for (String gatewayId : gatewayIds) {
            gateways.computeIfAbsent(gatewayId, id -> new Presence(now));
        }
        gateways.forEach((id, gateway) -> gateway.expect(gatewayIds.contains(id)));
    }

    /** Tells who was lost and who is back. */
    public void tick(long now, Duration silence) {
        Iterator<Map.Entry<String, Presence>> all = gateways.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Presence> entry = all.next();
            Presence gateway = entry.getValue();
            if (gateway.isForgettable(now, FORGET_AFTER.toMillis())) {
                all.remove();
                if (gateway.isLost()) {
                    events.forgotten(entry.getKey(), gateway.lostSince());
                }
            } else {
                gateway.advance(entry.getKey(), now, silence.toMillis(), events);
            }
        }
    }

    /** The job was away and deaf: silence counts from now. Who was lost stays so until heard. */
    public void restored(long now) {
        gateways.values().forEach(gateway -> gateway.restored(now));
    }

    /** Whether a gateway may be believed to be there. One that nothing is known of may. */
    public boolean isOnline(String gatewayId) {
        Presence gateway = gateways.get(gatewayId);
        return gateway == null || gateway.isOnline();
    }

    /** Gateways known, expected or heard. */
    public int size() {
        return gateways.size();
    }

    private @Nullable Presence known(@Nullable String gatewayId, long now) {
        if (gatewayId == null) {
            return null;
        }
        Presence gateway = gateways.get(gatewayId);
        if (gateway == null && gateways.size() < MOST_GATEWAYS) {
            gateway = new Presence(now);
            gateways.put(gatewayId, gateway);
        }
        return gateway;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION_1);
        out.writeInt(gateways.size());
        for (Map.Entry<String, Presence> entry : gateways.entrySet()) {
            NullableText.write(entry.getKey(), out);
            entry.getValue().write(out);
        }
    }

    /**
     * Reads what {@link #write} wrote; {@link #restored} comes next.
     *
     * @throws IOException if it is of a version that this build does not know
     */
    public static GatewayPresence read(DataInput in, PresenceEvents events) throws IOException {
        int version = in.readUnsignedByte();
        switch (version) {
            case VERSION_1 -> {
                GatewayPresence presence = new GatewayPresence(events);
                int size = in.readInt();
                for (int i = 0; i < size; i++) {
                    String gatewayId = Objects.requireNonNull(NullableText.read(in));
                    presence.gateways.put(gatewayId, Presence.read(in));
                }
                return presence;
            }
            default ->
                    throw new IOException(
                            "Cannot read the presence of gateways of version "
                                    + version
                                    + ": this build knows version "
                                    + VERSION_1
                                    + ", resume with the job that wrote it, or a newer one");
        }
    }
}
