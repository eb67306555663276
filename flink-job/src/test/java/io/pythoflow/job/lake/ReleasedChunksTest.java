package io.pythoflow.job.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReleasedChunksTest {

    private static final UUID ONE = new UUID(1, 1);
    private static final UUID OTHER = new UUID(2, 2);

    @Test
    void chunksThatFollowEachOtherAreOneRun() {
        ReleasedChunks released =
                ReleasedChunks.of(
                        List.of(
                                chunk(ONE, 2, 30),
                                chunk(ONE, 0, 100),
                                chunk(ONE, 1, 100),
                                chunk(OTHER, 4, 50),
                                chunk(OTHER, 6, 60)));

        assertThat(released.runs())
                .containsExactly(
                        new ReleasedChunks.Run(ONE, 0, 2, 30),
                        new ReleasedChunks.Run(OTHER, 4, 4, 50),
                        new ReleasedChunks.Run(OTHER, 6, 6, 60));
        assertThat(ReleasedChunks.parse(released.text())).isEqualTo(released);
    }

    @Test
    void allRowsOfAChunkAreThereButOfTheLastAsManyAsItHadThen() {
        ReleasedChunks released = ReleasedChunks.of(List.of(chunk(ONE, 0, 100), chunk(ONE, 1, 30)));

        assertThat(released.rowsOf(chunk(ONE, 0, 100))).isEqualTo(100);
        assertThat(released.rowsOf(chunk(ONE, 1, 20))).isEqualTo(20);
        assertThat(released.rowsOf(chunk(ONE, 1, 30))).isEqualTo(30);
        assertThat(released.rowsOf(chunk(ONE, 1, 70))).isEqualTo(30);
        assertThat(released.rowsOf(chunk(ONE, 2, 10))).isZero();
        assertThat(released.rowsOf(chunk(OTHER, 0, 10))).isZero();
    }

    @Test
    void severalFilesMayHoldRowsOfOneChunk() {
        ReleasedChunks released =
                ReleasedChunks.of(List.of(chunk(ONE, 0, 30)))
                        .and(ReleasedChunks.of(List.of(chunk(ONE, 0, 70))));

        assertThat(released.rowsOf(chunk(ONE, 0, 100))).isEqualTo(70);
    }

    @Test
    void anotherTextIsRefused() {
        assertThatThrownBy(() -> ReleasedChunks.parse("something 1 2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'something 1 2'");
    }

    private static WaitingChunk chunk(UUID generation, int sequence, int rows) {
        return new WaitingChunk(0, 0, generation, sequence, rows, 0, 0, new byte[0]);
    }
}
