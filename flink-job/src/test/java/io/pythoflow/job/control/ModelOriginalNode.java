package io.pythoflow.job.control;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A node of the original firmware: opens for as long as it is told, is deaf and silent meanwhile,
 * obeys what came in that time afterwards, and answers nothing.
 */
final class ModelOriginalNode {
    private static final int MOST_PACKETS = 4;

    private final String zoneId;
    private final ModelWorld world;
    private final Deque<Order> unread = new ArrayDeque<>();
    private boolean watering;

    private record Order(String commandId, long millis) {}

    ModelOriginalNode(String zoneId, ModelWorld world) {
        this.zoneId = zoneId;
        this.world = world;
    }

    boolean isSilent() {
        return watering;
    }

    void water(String commandId, long millis) {
        if (watering) {
            if (unread.size() < MOST_PACKETS) {
                unread.add(new Order(commandId, millis));
            }
            return;
        }
        watering = true;
        Opening opening =
                world.opened(zoneId, commandId, (int) (millis / 1000), world.usualFlow(zoneId));
        world.in(
                millis,
                () -> {
                    world.closed(opening);
                    world.flow(zoneId, 0);
                    watering = false;
                    if (!unread.isEmpty()) {
                        Order next = unread.poll();
                        water(next.commandId(), next.millis());
                    }
                });
    }
}
