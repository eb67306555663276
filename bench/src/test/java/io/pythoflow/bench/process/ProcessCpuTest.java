package io.pythoflow.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.bench.BenchException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessCpuTest {

    @Test
    void userAndSystemTimeAreAddedWhateverTheProcessIsCalled() {
        String stat = "4711 (a) b (c) S 1 4711 4711 0 -1 4194560 9 0 0 0 150 25 7 8 20 0 2 0 9";

        assertThat(ProcessCpu.nanos(stat)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1_750));
    }

    @Test
    void thatOfChildrenIsTheirsAlone() {
        String stat = "4711 (a) S 1 4711 4711 0 -1 4194560 9 0 0 0 150 25 70 8 20 0 2 0 9";

        assertThat(ProcessCpu.nanosOfEndedChildren(stat))
                .isEqualTo(TimeUnit.MILLISECONDS.toNanos(780));
    }

    @Test
    void thisProcessHasUsedSome() {
        assertThat(ProcessCpu.nanos(ProcessHandle.current().pid())).isPositive();
    }

    @Test
    void ofAProcessThatHasEndedThereIsNoFigure() {
        assertThatThrownBy(() -> ProcessCpu.nanos(Long.MAX_VALUE))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("has the process ended?");
    }
}
