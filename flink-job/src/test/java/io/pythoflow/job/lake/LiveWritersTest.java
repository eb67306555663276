package io.pythoflow.job.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveWritersTest {

    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final List<String> finished = new ArrayList<>();

    @Test
    void theWriterUsedLeastRecentlyMakesRoomForAnotherOne() throws IOException {
        LiveWriters liveWriters = new LiveWriters(2, NO_LIMIT);
        RecordingWriter first = opened(liveWriters, "first");
        opened(liveWriters, "second");
        first.use();

        opened(liveWriters, "third");

        assertThat(finished).containsExactly("second");
        assertThat(liveWriters.liveCount()).isEqualTo(2);
        assertThat(liveWriters.filesFinishedEarly()).isEqualTo(1);
    }

    @Test
    void aFolderWhoseFileWasFinishedEarlyMustRollUntilItHas() throws IOException {
        LiveWriters liveWriters = new LiveWriters(1, NO_LIMIT);
        opened(liveWriters, "first");
        opened(liveWriters, "second");

        assertThat(liveWriters.mustRoll("first")).isTrue();
        assertThat(liveWriters.mustRoll("second")).isFalse();

        liveWriters.rolled("first");
        assertThat(liveWriters.mustRoll("first")).isFalse();
    }

    @Test
    void aFinishedWriterNoLongerCounts() throws IOException {
        LiveWriters liveWriters = new LiveWriters(1, NO_LIMIT);
        liveWriters.finished(opened(liveWriters, "first"));
        opened(liveWriters, "second");

        assertThat(finished).isEmpty();
        assertThat(liveWriters.liveCount()).isEqualTo(1);
        assertThat(liveWriters.filesFinished()).isEqualTo(1);
        assertThat(liveWriters.filesFinishedEarly()).isZero();
    }

    @Test
    void theLargestWriterIsFinishedWhereTogetherTheyHoldTooMuch() throws IOException {
        LiveWriters liveWriters = new LiveWriters(8, 100);
        RecordingWriter small = opened(liveWriters, "small");
        RecordingWriter large = opened(liveWriters, "large");
        small.bufferedBytes = 40;
        large.bufferedBytes = 60;
        writeRows(liveWriters, small, 5_000);
        assertThat(finished).isEmpty();

        large.bufferedBytes = 61;
        writeRows(liveWriters, small, 5_000);
        assertThat(finished).containsExactly("large");
        assertThat(liveWriters.mustRoll("large")).isTrue();
    }

    @Test
    void refusesABoundThatAllowsNoFile() {
        assertThatThrownBy(() -> new LiveWriters(0, NO_LIMIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot write with at most 0 open files; allow at least one");
    }

    private RecordingWriter opened(LiveWriters liveWriters, String folder) throws IOException {
        RecordingWriter writer = new RecordingWriter(liveWriters, folder);
        liveWriters.admit(writer);
        writer.use();
        return writer;
    }

    private static void writeRows(LiveWriters liveWriters, RecordingWriter writer, int rows)
            throws IOException {
        for (int i = 0; i < rows; i++) {
            writer.use();
            liveWriters.rowWritten();
        }
    }

    private final class RecordingWriter implements LiveWriters.LiveWriter {

        private final LiveWriters liveWriters;
        private final String folder;
        private long lastUse;
        private long bufferedBytes;

        RecordingWriter(LiveWriters liveWriters, String folder) {
            this.liveWriters = liveWriters;
            this.folder = folder;
        }

        void use() {
            lastUse = liveWriters.tick();
        }

        @Override
        public String folder() {
            return folder;
        }

        @Override
        public long lastUse() {
            return lastUse;
        }

        @Override
        public long bufferedBytes() {
            return bufferedBytes;
        }

        @Override
        public void finishEarly() {
            finished.add(folder);
        }
    }
}
