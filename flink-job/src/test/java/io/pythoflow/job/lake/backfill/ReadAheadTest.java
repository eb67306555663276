package io.pythoflow.job.lake.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    private final ReadAhead requests = new ReadAhead(4, "test");

    @AfterEach
    void endThreads() {
        requests.close();
    }

    @Test
    void requestsRunTogetherAndAnswersComeInOrder() throws IOException {
        // Opens only when four wait at once.
        CyclicBarrier together = new CyclicBarrier(4);
        List<String> taken = new ArrayList<>();

        requests.forEach(
                numbers(8),
                number -> {
                    await(together);
                    return number * 10;
                },
                (number, answer) -> taken.add(number + "=" + answer));

        assertThat(taken)
                .containsExactly("0=0", "1=10", "2=20", "3=30", "4=40", "5=50", "6=60", "7=70");
    }

    @Test
    void noMoreIsAskedForThanAFewAhead() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        List<Integer> ahead = new ArrayList<>();

        requests.forEach(
                () ->
                        IntStream.range(0, 100)
                                .peek(number -> asked.incrementAndGet())
                                .boxed()
                                .iterator(),
                number -> number,
                (number, answer) -> ahead.add(asked.get() - number));

        assertThat(ahead).hasSize(100).allMatch(count -> count <= 9);
    }

    @Test
    void aFailureIsItsOwn() {
        assertThatThrownBy(
                        () ->
                                requests.forEach(
                                        numbers(3),
                                        number -> {
                                            throw new FileNotFoundException("file " + number);
                                        },
                                        (number, answer) -> {}))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("file 0");
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static void await(CyclicBarrier barrier) throws IOException {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
