package io.pythoflow.job.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HandoverTest {
    private final Handover<Integer> handover = new Handover<>();

    @Test
    void keepsTheOrder() {
        handover.put(1);
        handover.put(2);
        assertThat(handover.poll()).isEqualTo(1);
        handover.put(3);

        assertThat(handover.poll()).isEqualTo(2);
        assertThat(handover.poll()).isEqualTo(3);
        assertThat(handover.poll()).isNull();
    }

    @Test
    void keepsTheOrderOfWhatComesTogether() {
        handover.put(1);
        handover.putAll(List.of(2, 3));
        handover.put(4);

        assertThat(List.of(handover.poll(), handover.poll(), handover.poll(), handover.poll()))
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void isAvailableWhileSomethingIsLeft() {
        handover.put(1);
        handover.put(2);
        assertThat(handover.available()).isDone();
        handover.poll();
        assertThat(handover.available()).isDone();
        handover.poll();
        assertThat(handover.available()).isNotDone();
    }

    @Test
    void anEventCompletesTheFutureThatWasHandedOut() {
        CompletableFuture<Void> available = handover.available();
        handover.putAndWake(1);

        assertThat(available).isDone();
    }

    @Test
    void aWakeUpBeforeTheFutureIsAskedForIsNotLost() {
        assertThat(handover.available()).isNotDone();
        handover.putAndWake(1);
        handover.poll();
        handover.put(2);

        assertThat(handover.available()).isDone();
    }

    @Test
    void losesNoWakeUpBetweenTwoThreads() throws Exception {
        int events = 200_000;
        Thread producer =
                new Thread(() -> IntStream.range(0, events).forEach(handover::putAndWake));
        producer.start();
        List<Integer> seen = new ArrayList<>();
        while (seen.size() < events) {
            Integer event = handover.poll();
            if (event == null) {
                handover.available().get(10, TimeUnit.SECONDS);
            } else {
                seen.add(event);
            }
        }

        producer.join();
        assertThat(seen).isEqualTo(IntStream.range(0, events).boxed().toList());
    }
}
