package io.pythoflow.job.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.job.local.RetainedState.NothingToResumeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetainedStateTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    @TempDir private Path folder;
    private RetainedState state;

    @BeforeEach
    void createState() {
        state = new RetainedState(folder);
    }

    @Test
    void theNewestIsChosenByTimeNotByNumber() throws IOException {
        complete("checkpoints/aaaa/chk-120", NOON);
        Path newest = complete("checkpoints/bbbb/chk-3", NOON.plusSeconds(60));

        assertThat(state.newest()).isEqualTo(newest);
    }

    @Test
    void savepointsCountAsWell() throws IOException {
        complete("checkpoints/aaaa/chk-120", NOON);
        Path newest = complete("savepoints/savepoint-aaaa-1", NOON.plusSeconds(1));

        assertThat(state.newest()).isEqualTo(newest);
    }

    @Test
    void anIncompleteCheckpointIsNoneHoweverNew() throws IOException {
        Path complete = complete("checkpoints/aaaa/chk-1", NOON);
        Files.createDirectories(folder.resolve("checkpoints/aaaa/chk-2"));

        assertThat(state.newest()).isEqualTo(complete);
    }

    @Test
    void noneFoundSaysWhereItLooked() {
        assertThatThrownBy(() -> state.newest())
                .isInstanceOf(NothingToResumeException.class)
                .hasMessageContaining(folder.resolve("checkpoints").toString())
                .hasMessageContaining(folder.resolve("savepoints").toString());
    }

    @Test
    void afterABoundedEndThereIsNothingToResume() throws IOException {
        complete("checkpoints/aaaa/chk-1", NOON);
        state.markEnded();

        assertThatThrownBy(() -> state.newest())
                .isInstanceOf(NothingToResumeException.class)
                .hasMessageContaining("the source of the last run ended");
    }

    @Test
    void aRunAfterABoundedEndCanBeResumedAgain() throws IOException {
        state.markEnded();
        Path later = complete("checkpoints/aaaa/chk-1", Instant.now().plusSeconds(60));

        assertThat(state.newest()).isEqualTo(later);
    }

    @Test
    void pruningKeepsTheNewestOfAllRuns() throws IOException {
        complete("checkpoints/aaaa/chk-7", NOON);
        Path third = complete("checkpoints/aaaa/chk-8", NOON.plusSeconds(5));
        Path second = complete("checkpoints/bbbb/chk-1", NOON.plusSeconds(10));
        Path first = complete("savepoints/savepoint-bbbb-1", NOON.plusSeconds(15));
        complete("checkpoints/cccc/chk-4", NOON.minusSeconds(5));
        Files.createDirectories(folder.resolve("checkpoints/bbbb/chk-2"));

        state.prune(3, Optional.empty());

        assertThat(state.complete()).containsExactly(first, second, third);
        assertThat(folder.resolve("checkpoints/cccc")).doesNotExist();
        assertThat(folder.resolve("checkpoints/bbbb/chk-2")).doesNotExist();
    }

    @Test
    void pruningLeavesTheOneThatIsInUse() throws IOException {
        Path inUse = complete("checkpoints/aaaa/chk-7", NOON);
        complete("checkpoints/aaaa/chk-8", NOON.plusSeconds(5));
        Path newest = complete("checkpoints/aaaa/chk-9", NOON.plusSeconds(10));

        state.prune(1, Optional.of(inUse));

        assertThat(state.complete()).containsExactly(newest, inUse);
    }

    @Test
    void anOlderOneCanBeNamed() throws IOException {
        Path older = complete("checkpoints/aaaa/chk-7", NOON);
        complete("checkpoints/aaaa/chk-8", NOON.plusSeconds(5));

        assertThat(state.named(older.resolve("../chk-7"))).isEqualTo(older);
    }

    @Test
    void aNameWithoutACompleteCheckpointIsAnErrorThatListsTheOthers() throws IOException {
        Path complete = complete("checkpoints/aaaa/chk-7", NOON);
        Path incomplete = Files.createDirectories(folder.resolve("checkpoints/aaaa/chk-8"));

        assertThatThrownBy(() -> state.named(incomplete))
                .isInstanceOf(NothingToResumeException.class)
                .hasMessageContaining("Cannot resume from " + incomplete)
                .hasMessageContaining(complete.toString());
        assertThatThrownBy(() -> new RetainedState(folder.resolve("none")).named(incomplete))
                .hasMessageContaining("There is none in " + folder.resolve("none"));
    }

    private Path complete(String name, Instant time) throws IOException {
        Path snapshot = Files.createDirectories(folder.resolve(name));
        Path metadata = Files.writeString(snapshot.resolve("_metadata"), "state");
        Files.setLastModifiedTime(metadata, FileTime.from(time));
        return snapshot;
    }
}
