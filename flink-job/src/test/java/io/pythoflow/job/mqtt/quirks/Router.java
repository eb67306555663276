package io.pythoflow.job.mqtt.quirks;

import io.pythoflow.job.mqtt.quirks.Quirks.Retained;
import io.pythoflow.job.mqtt.quirks.Session.Subscription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sessions, groups and retained messages: who gets what. Broker thread; time in milliseconds.
 *
 * <p>A session that expired is gone when somebody asks for it, or with the next tick.
 */
final class Router {
    private final Quirks quirks;
    private final Random random;
    private final Map<String, Session> sessions = new TreeMap<>();
    private final Map<String, SharedGroup> groups = new LinkedHashMap<>();
    private final Map<String, Message> retained = new LinkedHashMap<>();

    Router(Quirks quirks, Random random) {
        this.quirks = quirks;
        this.random = random;
    }

    List<Session> sessions() {
        return List.copyOf(sessions.values());
    }

    @Nullable Session session(String clientId) {
        return sessions.get(clientId);
    }

    int queued() {
        return sessions.values().stream().mapToInt(Session::queued).sum()
                + groups.values().stream().mapToInt(SharedGroup::queued).sum();
    }

    Session create(String clientId, long now) {
        Session session = new Session(clientId, quirks, now);
        sessions.put(clientId, session);
        return session;
    }

    /** The session is over, and what it held is lost, but for messages of groups that remain. */
    void end(Session session) {
        sessions.remove(session.clientId);
        List.copyOf(session.subscriptions.keySet()).forEach(text -> unsubscribe(session, text));
        session.window.giveBack();
    }

    void route(Message message, long now) {
        if (message.retained()) {
            if (message.payload().length == 0) {
                retained.remove(message.topic());
            } else {
                retained.put(message.topic(), message);
            }
        }

        for (Session session : sessions()) {
            List<Subscription> matching =
                    session.subscriptions.values().stream()
                            .filter(
                                    subscription ->
                                            !subscription.filter().isShared()
                                                    && subscription
                                                            .filter()
                                                            .matches(message.topic()))
                            .toList();
            if (!matching.isEmpty()) {
                session.offer(delivered(message, matching), now);
            }
        }

        for (SharedGroup group : List.copyOf(groups.values())) {
            if (group.filter.matches(message.topic())) {
                List<Subscription> ofMembers =
                        group.members.stream()
                                .map(member -> member.subscriptions.get(group.filter.text()))
                                .toList();
                group.offer(delivered(message, ofMembers), now);
            }
        }
    }

    private static Message delivered(Message message, List<Subscription> subscriptions) {
        int qos = subscriptions.stream().mapToInt(Subscription::qos).max().orElse(0);
        boolean keepsFlag = subscriptions.stream().anyMatch(Subscription::retainAsPublished);
        return new Message(
                        message.topic(),
                        message.payload(),
                        message.qos(),
                        message.retained() && keepsFlag)
                .withQosAtMost(qos);
    }

    /** True if the session had no such subscription before. */
    boolean subscribe(Session session, Subscription subscription) {
        TopicFilter filter = subscription.filter();
        boolean isNew = session.subscriptions.put(filter.text(), subscription) == null;
        if (filter.isShared()) {
            groups.computeIfAbsent(filter.text(), text -> new SharedGroup(filter, random))
                    .members
                    .add(session);
        }

        return isNew;
    }

    void unsubscribe(Session session, String text) {
        session.subscriptions.remove(text);
        SharedGroup group = groups.get(text);
        if (group != null) {
            group.members.remove(session);
            if (group.members.isEmpty()) {
                groups.remove(text);
            }
        }
    }

    /** Retained messages for a new subscription. */
    List<Message> retainedFor(Subscription subscription) {
        TopicFilter filter = subscription.filter();
        boolean withheld =
                filter.isShared()
                        || (filter.hasWildcard() && quirks.retained() == Retained.TO_EXACT_FILTERS);
        if (withheld) {
            return List.of();
        }

        return retained.values().stream()
                .filter(message -> filter.matches(message.topic()))
                .map(message -> message.withQosAtMost(subscription.qos()))
                .toList();
    }

    /** A member of the group may have room again. */
    void pump(TopicFilter filter, long now) {
        SharedGroup group = groups.get(filter.text());
        if (group != null) {
            group.pump(now);
        }
    }

    void tick(long now) {
        sessions().stream().filter(session -> session.isExpired(now)).forEach(this::end);
        new ArrayList<>(groups.values()).forEach(group -> group.pump(now));
        sessions().forEach(session -> session.tick(now));
    }
}
