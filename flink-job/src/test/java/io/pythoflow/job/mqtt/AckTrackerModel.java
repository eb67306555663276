package io.pythoflow.job.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.mqtt.AckTracker.Verdict;
import io.pythoflow.job.mqtt.transport.InboundMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Drives a tracker with random messages, resends, re-used packet ids and checkpoints, and holds
 * against it what a broker could observe.
 */
final class AckTrackerModel {
    private static final int PACKET_IDS = 6;

    /** Of how many recent messages a copy may come. */
    private static final int RECENT = 6;

    private final AckTracker tracker = new AckTracker(Duration.ZERO);
    private final Random random;

    /** Contents that came under a packet id since it was last acknowledged as a whole. */
    private final Map<Integer, Set<Integer>> contentsByPacketId = new HashMap<>();

    /** By content, the first checkpoint that holds an emitted copy. */
    private final Map<Integer, Long> checkpointByContent = new HashMap<>();

    private final List<Integer> staged = new ArrayList<>();
    private final Map<Integer, Integer> unacknowledgedByPacketId = new HashMap<>();
    private long checkpoint;
    private int newest;

    AckTrackerModel(long seed) {
        this.random = new Random(seed);
    }

    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            switch (random.nextInt(8)) {
                case 0 -> bind();
                case 1 -> complete(checkpoint - random.nextInt(2));
                default -> receive(random.nextInt(PACKET_IDS), content());
            }
        }

        bind();
        complete(checkpoint);
        assertThat(tracker.unacknowledged()).isZero();
        assertThat(unacknowledgedByPacketId.values()).allMatch(count -> count == 0);
    }

    /** A new message as often as a copy: the same content is the same message. */
    private int content() {
        if (random.nextBoolean()) {
            newest++;
            return newest;
        }

        return newest - random.nextInt(RECENT);
    }

    private void receive(int packetId, int content) {
        Set<Integer> under = contentsByPacketId.computeIfAbsent(packetId, id -> new HashSet<>());
        int before = tracker.unacknowledged();
        Verdict verdict =
                tracker.received(
                        new InboundMessage(
                                1,
                                packetId,
                                1,
                                false,
                                false,
                                "topic",
                                ("content " + content).getBytes(StandardCharsets.UTF_8),
                                0));
        unacknowledgedByPacketId.merge(packetId, tracker.unacknowledged() - before, Integer::sum);
        if (verdict == Verdict.RESENT) {
            assertThat(contentsByPacketId.values())
                    .as("a copy of it is unacknowledged")
                    .anyMatch(contents -> contents.contains(content));
        } else {
            staged.add(content);
        }

        under.add(content);
    }

    private void bind() {
        checkpoint++;
        tracker.bind(checkpoint);
        staged.forEach(content -> checkpointByContent.putIfAbsent(content, checkpoint));
        staged.clear();
    }

    private void complete(long completed) {
        for (int packetId : tracker.complete(completed).packetIds()) {
            unacknowledgedByPacketId.merge(packetId, -1, Integer::sum);
            assertThat(unacknowledgedByPacketId.get(packetId))
                    .as("acknowledged too often")
                    .isNotNegative();
            assertThat(contentsByPacketId.get(packetId))
                    .as("all that came under packet id %s is durable", packetId)
                    .allMatch(content -> isDurable(content, completed));
        }

        contentsByPacketId
                .entrySet()
                .removeIf(entry -> unacknowledgedByPacketId.getOrDefault(entry.getKey(), 0) == 0);
    }

    private boolean isDurable(int content, long completed) {
        Long at = checkpointByContent.get(content);
        return at != null && at <= completed;
    }
}
