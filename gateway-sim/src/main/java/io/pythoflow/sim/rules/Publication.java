package io.pythoflow.sim.rules;

import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.contract.payload.SystemUpdate.Mode;
import io.pythoflow.contract.rules.InvalidRulesException;
import io.pythoflow.contract.rules.RulesMerge;
import io.pythoflow.sim.SimException;
import io.pythoflow.sim.rules.Change.Order;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the next document in the place of the retained one. MQTT has no "only if nobody was faster",
 * so this looks afterwards: at what came over the topic since the document it built on, and at what
 * is retained. A document that was published beside its own, without knowing of it, is built on in
 * turn, whichever of the two the broker kept.
 */
final class Publication {

    private static final int ATTEMPTS = 8;
    private static final int SHORTEST_PAUSE_MILLIS = 50;
    private static final int LONGEST_PAUSE_MILLIS = 500;
    private static final int LOOKS = 10;
    private static final int BETWEEN_LOOKS_MILLIS = 200;

    private final SystemTopic.Opener opener;
    private final Clock clock;
    private final Consumer<String> notices;

    /**
     * @param notices takes a line when another operator was in the way
     */
    Publication(SystemTopic.Opener opener, Clock clock, Consumer<String> notices) {
        this.opener = opener;
        this.clock = clock;
        this.notices = notices;
    }

    /**
     * Publishes until the change is in the retained document.
     *
     * @param topic on which the retained document, if there is one, has come
     * @return what was published; null if nothing had to be
     * @throws SimException if others are in the way each time
     */
    @Nullable SystemUpdate publish(SystemTopic topic, Change change) throws InterruptedException {
        List<SystemUpdate> known = topic.from(0);
        int position = known.size();
        SystemUpdate base = last(known);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Order order = change.on(base);
            if (order == null) {
                return null;
            }
            SystemUpdate ours = published(topic, order);
            SystemUpdate retained = retained(ours);
            // What led to it comes before it, on every subscription.
            topic.await(retained);
            List<SystemUpdate> rivals = rivals(topic.from(position), retained, ours);
            if (rivals.isEmpty()) {
                return ours;
            }
            notices.accept(
                    "Version %d was published beside %s; trying again on top of it"
                            .formatted(
                                    ours.version(),
                                    rivals.stream().map(Publication::name).toList()));
            Thread.sleep(
                    ThreadLocalRandom.current()
                            .nextLong(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
            // Meanwhile somebody may have gone on from there.
            List<SystemUpdate> came = topic.from(position);
            base = onTopOf(rivals, came, ours);
            position += came.size();
        }
        throw new SimException(
                "Others published each time, %d times; look with 'rules show' and try again"
                        .formatted(ATTEMPTS));
    }

    /** An emergency stop for whoever listens now, before the document is known. */
    void stopAtOnce(SystemTopic topic, @Nullable String reason) throws InterruptedException {
        // However low its version, it is obeyed; a higher one would outlast documents to come.
        topic.publishPart(update(1, SystemUpdate.Type.ESTOP, Mode.MERGE, RulesMerge.STOP, reason));
    }

    private SystemUpdate published(SystemTopic topic, Order order) throws InterruptedException {
        long version =
                topic.from(0).stream().mapToLong(SystemUpdate::version).max().orElse(beforeFirst())
                        + 1;
        if (order.part() != null) {
            topic.publishPart(
                    update(version, order.type(), Mode.MERGE, order.part(), order.reason()));
        }
        SystemUpdate whole =
                update(
                        version,
                        SystemUpdate.Type.RULES,
                        Mode.REPLACE,
                        order.whole(),
                        order.reason());
        topic.publishWhole(whole);
        topic.await(whole);
        return whole;
    }

    /**
     * The documents that somebody published without knowing of ours: before it, so that ours took
     * their place, or after it, with a version not above ours. Those that say the same are none.
     *
     * @param came over the topic since the document we built on
     */
    private static List<SystemUpdate> rivals(
            List<SystemUpdate> came, SystemUpdate retained, SystemUpdate ours) {
        Set<SystemUpdate> rivals = new LinkedHashSet<>();
        boolean ourTurnCame = false;
        for (SystemUpdate seen : came) {
            if (seen.equals(ours)) {
                ourTurnCame = true;
            } else if (!ourTurnCame || seen.version() <= ours.version()) {
                rivals.add(seen);
            }
        }
        if (retained.version() <= ours.version()) {
            rivals.add(retained);
        }
        rivals.removeIf(rival -> saysTheSame(rival, ours));
        return List.copyOf(rivals);
    }

    /**
     * The newest document of others; with the emergency stop if any of the rivals ordered it, since
     * of two documents at one time the loser's stop must not be lost.
     */
    private static SystemUpdate onTopOf(
            List<SystemUpdate> rivals, List<SystemUpdate> came, SystemUpdate ours) {
        SystemUpdate newest = last(came.stream().filter(update -> !update.equals(ours)).toList());
        SystemUpdate base = newest == null ? rivals.get(rivals.size() - 1) : newest;
        boolean stopped = rivals.stream().anyMatch(rival -> RulesMerge.isStopped(rival.payload()));
        return stopped ? stopped(base) : base;
    }

    private static SystemUpdate stopped(SystemUpdate update) {
        try {
            return new SystemUpdate(
                    update.updateId(),
                    update.version(),
                    update.issuedAt(),
                    update.effectiveAt(),
                    update.zones(),
                    update.type(),
                    update.mode(),
                    RulesMerge.merge(update.payload(), RulesMerge.STOP),
                    update.reason());
        } catch (InvalidRulesException e) {
            throw new SimException("What was published beside it is no document: " + name(update));
        }
    }

    /** What the broker gives to whoever comes now; it may take a moment to give the newest. */
    private SystemUpdate retained(SystemUpdate ours) throws InterruptedException {
        SystemUpdate retained = retained(ours.version());
        for (int i = 1; i < LOOKS && retained.version() < ours.version(); i++) {
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
            retained = retained(ours.version());
        }
        return retained;
    }

    private SystemUpdate retained(long version) throws InterruptedException {
        try (SystemTopic fresh = opener.open()) {
            return fresh.newest()
                    .orElseThrow(
                            () ->
                                    new SimException(
                                            "The broker took version %d and does not keep it; does"
                                                            .formatted(version)
                                                    + " it allow retained messages?"));
        }
    }

    private static boolean saysTheSame(SystemUpdate one, SystemUpdate other) {
        return Documents.read(one.payload()).equals(Documents.read(other.payload()));
    }

    private static String name(SystemUpdate update) {
        return "version " + update.version() + " (update " + update.updateId() + ")";
    }

    private static @Nullable SystemUpdate last(List<SystemUpdate> updates) {
        return updates.isEmpty() ? null : updates.get(updates.size() - 1);
    }

    private SystemUpdate update(
            long version,
            SystemUpdate.Type type,
            Mode mode,
            String payload,
            @Nullable String reason) {
        long now = clock.millis();
        return new SystemUpdate(
                UUID.randomUUID().toString(),
                version,
                now,
                now,
                SystemUpdate.ALL_ZONES,
                type,
                mode,
                payload,
                reason);
    }

    /**
     * Where counting begins: above any version that was ever counted up from here, in case the
     * broker lost the document and a job still has it.
     */
    private long beforeFirst() {
        return clock.millis() / 1000;
    }
}
