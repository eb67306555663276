package io.pythoflow.job.mqtt.quirks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the broker keeps of one client. Broker thread; time in milliseconds.
 *
 * <p>Two queues wait for room in the window: live messages, and stored ones, which came while the
 * client was away and leave at a limited rate.
 */
final class Session {
    /**
     * @param qos granted, 0 or 1
     * @param retainAsPublished messages keep their retain flag
     */
    record Subscription(TopicFilter filter, int qos, boolean retainAsPublished) {}

    final String clientId;
    final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    final List<Acknowledgement> acknowledgements = new ArrayList<>();
    final DeliveryWindow window;

    private final Quirks quirks;
    private final Deque<Message> live = new ArrayDeque<>();
    private final Deque<Message> stored = new ArrayDeque<>();
    private final RateLimit publishes;
    private RateLimit drain;
    private RateLimit groupDrain;
    private @Nullable Link link;

    /** Asked for, in seconds; 0xffffffff for ever. */
    private long expirySeconds;

    private long offlineSince;
    private int discarded;

    Session(String clientId, Quirks quirks, long now) {
        this.clientId = clientId;
        this.quirks = quirks;
        window = new DeliveryWindow(quirks);
        publishes = new RateLimit(quirks.publishesPerSecond(), quirks.publishesPerSecond());
        drain = new RateLimit(quirks.drainPerSecond(), 1);
        groupDrain = new RateLimit(quirks.groupDrainPerSecond(), 1);
        offlineSince = now;
    }

    // Connections.

    void attach(Link newLink, int receiveMaximum, long expiry) {
        link = newLink;
        expirySeconds = expiry;
        window.begin(receiveMaximum);
        stored.addAll(live);
        live.clear();
        drain = new RateLimit(quirks.drainPerSecond(), 1);
        groupDrain = new RateLimit(quirks.groupDrainPerSecond(), 1);
    }

    void detach(long now) {
        link = null;
        offlineSince = now;
    }

    @Nullable Link link() {
        return link;
    }

    boolean isOnline() {
        return link != null;
    }

    void expireAfter(long seconds) {
        expirySeconds = seconds;
    }

    boolean isExpired(long now) {
        if (isOnline()) {
            return false;
        }

        long offline = now - offlineSince;
        boolean limited =
                quirks.longestSession() != null && offline >= quirks.longestSession().toMillis();
        return limited || (expirySeconds != 0xffff_ffffL && offline >= expirySeconds * 1000);
    }

    // Messages.

    /** A message for a plain subscription of this session. */
    void offer(Message message, long now) {
        if (message.qos() == 0) {
            sendAtOnce(message);
        } else if (!publishes.admits(now)) {
            discarded++;
        } else {
            (isOnline() ? live : stored).add(message);
            pump(now);
        }
    }

    void offerRetained(Message message, long now) {
        if (message.qos() == 0) {
            requireLink().publish(0, message, Link.Flags.RETAINED);
        } else {
            window.send(message, null, requireLink(), Link.Flags.RETAINED, now);
        }
    }

    void sendAtOnce(Message message) {
        if (link != null) {
            link.publish(0, message, flagsOf(message));
        }
    }

    /** Whether a group may give this session a live message now; if so, it must. */
    boolean takesLive(long now) {
        return hasRoom() && publishes.admits(now);
    }

    /** Whether a group may give this session a stored message now; if so, it must. */
    boolean takesStored(long now) {
        return hasRoom() && groupDrain.admits(now);
    }

    private boolean hasRoom() {
        return isOnline() && window.hasRoom();
    }

    void take(Message message, SharedGroup origin, long now) {
        window.send(message, origin, requireLink(), flagsOf(message), now);
    }

    /** Sends what may be sent. Stored messages first, since their rate holds them back anyway. */
    void pump(long now) {
        while (hasRoom()) {
            boolean waits = window.hasUnsent() || !stored.isEmpty();
            if (waits && drain.admits(now)) {
                sendStored(now);
            } else if (!live.isEmpty()) {
                send(live.remove(), now);
            } else {
                return;
            }
        }
    }

    private void sendStored(long now) {
        if (window.hasUnsent()) {
            window.sendUnsent(requireLink(), now);
        } else {
            send(stored.remove(), now);
        }
    }

    private void send(Message message, long now) {
        window.send(message, null, requireLink(), flagsOf(message), now);
    }

    /** Live messages carry the flag only if the subscription asked for it; see the router. */
    private static Link.Flags flagsOf(Message message) {
        return message.retained() ? Link.Flags.RETAINED : Link.Flags.NONE;
    }

    void acknowledged(int packetId, long now) {
        acknowledgements.add(new Acknowledgement(packetId, now));
        window.acknowledged(packetId);
    }

    void tick(long now) {
        if (link != null && link.isWritable()) {
            window.resendOverdue(link, now);
        }

        pump(now);
    }

    int queued() {
        return live.size() + stored.size();
    }

    int discarded() {
        return discarded;
    }

    private Link requireLink() {
        return Objects.requireNonNull(link, "The client is offline");
    }
}
