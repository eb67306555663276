package io.pythoflow.job.mqtt.transport;

import io.netty.channel.ChannelHandlerContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** QoS 1 messages that this client published and the broker has not answered. Event loop only. */
final class PendingPublications {
    private static final int LAST_PACKET_ID = 0xffff;

    /** Ids below are those of SUBSCRIBE packets. */
    private static final int FIRST_PACKET_ID = 0x100;

    private final Map<Integer, CompletableFuture<Integer>> unanswered = new HashMap<>();
    private int lastPacketId = FIRST_PACKET_ID - 1;

    void publish(
            ChannelHandlerContext ctx,
            Publication publication,
            CompletableFuture<Integer> outcome) {
        int packetId = publication.qos() == 0 ? 0 : add(outcome);
        ctx.writeAndFlush(Packets.publish(publication, packetId))
                .addListener(
                        written -> {
                            if (!written.isSuccess()) {
                                unanswered.remove(packetId, outcome);
                                outcome.completeExceptionally(written.cause());
                            } else if (publication.qos() == 0) {
                                outcome.complete(0);
                            }
                        });
    }

    private int add(CompletableFuture<Integer> outcome) {
        if (unanswered.size() > LAST_PACKET_ID - FIRST_PACKET_ID) {
            throw new IllegalStateException(
                    unanswered.size()
                            + " publications are unanswered and every packet id is taken: wait for"
                            + " answers before publishing more");
        }

        do {
            lastPacketId = lastPacketId == LAST_PACKET_ID ? FIRST_PACKET_ID : lastPacketId + 1;
        } while (unanswered.containsKey(lastPacketId));
        unanswered.put(lastPacketId, outcome);
        return lastPacketId;
    }

    void answered(int packetId, int reasonCode) {
        CompletableFuture<Integer> outcome = unanswered.remove(packetId);
        if (outcome != null) {
            outcome.complete(reasonCode);
        }
    }

    void fail(String message) {
        List<CompletableFuture<Integer>> outcomes = List.copyOf(unanswered.values());
        unanswered.clear();
        outcomes.forEach(
                outcome -> outcome.completeExceptionally(new IllegalStateException(message)));
    }
}
