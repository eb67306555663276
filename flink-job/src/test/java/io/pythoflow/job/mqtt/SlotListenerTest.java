package io.pythoflow.job.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.mqtt.transport.InboundMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SlotListenerTest {
    private final List<String> calls = new ArrayList<>();
    private final FlowControl flow =
            new FlowControl(() -> calls.add("pause"), () -> calls.add("resume"));
    private final Handover<SlotEvent> handover = new Handover<>();
    private final SlotListener listener = new SlotListener(7, flow, handover);

    @Test
    void messagesWaitForThoseThatArriveWithThem() {
        CompletableFuture<Void> available = handover.available();
        listener.received(message(1, 0));
        listener.received(message(2, 0));
        assertThat(handover.poll()).isNull();
        assertThat(available).isNotDone();

        listener.receivedAll();
        assertThat(available).isDone();
        assertThat(polled()).containsExactly("1", "2");
        assertThat(flow.queuedMessages()).isEqualTo(2);
    }

    @Test
    void whatElseHappensComesAfterTheMessagesBeforeIt() {
        listener.received(message(1, 0));
        listener.sessionEnded(1);

        assertThat(polled()).containsExactly("1", "SessionEnded");
    }

    @Test
    void noMoreThanSoManyWaitForAReadThatGoesOn() {
        for (int id = 1; id <= SlotListener.MOST_GATHERED; id++) {
            listener.received(message(id, 0));
        }

        assertThat(polled()).hasSize(SlotListener.MOST_GATHERED);
    }

    @Test
    void largeMessagesPauseReadingAtOnce() {
        listener.received(message(1, FlowControl.MAXIMUM_BYTES));

        assertThat(calls).containsExactly("pause");
    }

    private List<String> polled() {
        List<String> events = new ArrayList<>();
        for (SlotEvent event = handover.poll(); event != null; event = handover.poll()) {
            events.add(
                    event instanceof SlotEvent.Received received
                            ? String.valueOf(received.message().packetId())
                            : event.getClass().getSimpleName());
        }
        return events;
    }

    private static InboundMessage message(int packetId, int bytes) {
        return new InboundMessage(1, packetId, 1, false, false, "t", new byte[bytes], 0);
    }
}
