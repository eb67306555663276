package io.pythoflow.job.mqtt.quirks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The members of one shared subscription, and what waits for them. A message goes to a random
 * member that is online and has room, else it waits. Broker thread; time in milliseconds.
 */
final class SharedGroup {
    final TopicFilter filter;
    final Set<Session> members = new LinkedHashSet<>();

    private final Random random;
    private final Deque<Message> live = new ArrayDeque<>();
    private final Deque<Message> stored = new ArrayDeque<>();

    SharedGroup(TopicFilter filter, Random random) {
        this.filter = filter;
        this.random = random;
    }

    void offer(Message message, long now) {
        if (message.qos() == 0) {
            oneOf(Session::isOnline).ifPresent(member -> member.sendAtOnce(message));
            return;
        }

        boolean isAnyOnline = members.stream().anyMatch(Session::isOnline);
        (isAnyOnline ? live : stored).add(message);
        pump(now);
    }

    /** A message of a member that is gone for good. */
    void keep(Message message) {
        stored.add(message);
    }

    void pump(long now) {
        drain(stored, member -> member.takesStored(now), now);
        drain(live, member -> member.takesLive(now), now);
    }

    private void drain(Deque<Message> queue, Predicate<Session> takes, long now) {
        while (!queue.isEmpty()) {
            Optional<Session> member = oneOf(takes);
            if (member.isEmpty()) {
                return;
            }

            member.get().take(queue.remove(), this, now);
        }
    }

    /** The first in random order, so that a member that takes is asked once. */
    private Optional<Session> oneOf(Predicate<Session> takes) {
        List<Session> shuffled = new ArrayList<>(members);
        Collections.shuffle(shuffled, random);
        return shuffled.stream().filter(takes).findFirst();
    }

    int queued() {
        return live.size() + stored.size();
    }
}
