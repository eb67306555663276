package io.pythoflow.job.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowControlTest {
    private final List<String> calls = new ArrayList<>();
    private final FlowControl flow =
            new FlowControl(() -> calls.add("pause"), () -> calls.add("resume"));

    @Test
    void pausesWhenTooManyMessagesWaitAndResumesAtHalf() {
        for (int i = 0; i < FlowControl.MAXIMUM_MESSAGES - 1; i++) {
            flow.received(1, 0);
        }

        assertThat(calls).isEmpty();
        flow.received(1, 0);
        assertThat(calls).containsExactly("pause");

        for (int i = 0; i < FlowControl.MAXIMUM_MESSAGES / 2; i++) {
            flow.taken(0);
        }

        assertThat(calls).containsExactly("pause");
        flow.taken(0);
        assertThat(calls).containsExactly("pause", "resume");
        assertThat(flow.queuedMessages()).isEqualTo(FlowControl.MAXIMUM_MESSAGES / 2 - 1);
    }

    @Test
    void pausesWhenTooManyBytesWait() {
        flow.received(1, FlowControl.MAXIMUM_BYTES);
        assertThat(calls).containsExactly("pause");

        flow.taken(FlowControl.MAXIMUM_BYTES);
        assertThat(calls).containsExactly("pause", "resume");
    }

    @Test
    void countsMessagesThatCameTogether() {
        flow.received(FlowControl.MAXIMUM_MESSAGES - 1, 0);
        assertThat(calls).isEmpty();
        flow.received(2, 0);
        assertThat(calls).containsExactly("pause");
        assertThat(flow.queuedMessages()).isEqualTo(FlowControl.MAXIMUM_MESSAGES + 1);
    }

    @Test
    void pausesAgainOnANewConnectionThatFindsItFull() {
        flow.received(1, FlowControl.MAXIMUM_BYTES);
        flow.received(1, 1);

        assertThat(calls).containsExactly("pause", "pause");
    }
}
