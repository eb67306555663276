package io.pythoflow.bench.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.bench.process.Counted;
import io.pythoflow.bench.process.Counted.Sample;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private final Counted sent = Counted.added();
    private final Counted received = Counted.added();
    private final Backlog backlog = new Backlog(sent, received);

    @Test
    void whatTheFormerJobAcknowledgedFollowsFromTheEnd() {
        sends(100, 10);
        receives(5, 100);
        receives(10, 600);

        assertThat(backlog.acknowledgedBefore()).isEqualTo(400);
        // At 5: 500 sent, 400 done before, 100 received.
        assertThat(backlog.most()).isZero();
    }

    @Test
    void itIsGoneOnceItStaysSmall() {
        sends(100, 10);
        // With 200 done before: 200, 50, 150, 60 and 0 wait.
        receives(4, 0);
        receives(5, 250);
        receives(6, 250);
        receives(7, 440);
        receives(10, 800);

        assertThat(backlog.goneAt(100)).isEqualTo(7);
        assertThat(backlog.goneAt(300)).isEqualTo(4);
        assertThat(backlog.most()).isEqualTo(200);
    }

    private void sends(long perNano, int nanos) {
        for (int nano = 0; nano <= nanos; nano++) {
            sent.add(new Sample(nano, nano * perNano));
        }
    }

    private void receives(long nanos, long count) {
        received.add(new Sample(nanos, count));
    }
}
