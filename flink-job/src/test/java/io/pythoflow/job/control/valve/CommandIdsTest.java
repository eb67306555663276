package io.pythoflow.job.control.valve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CommandIdsTest {

    @Test
    void anIdIsDrawnFromWhatItIsForAndFromNothingElse() {
        assertThat(CommandIds.command("z1", 7, 1_700_000_000_000L))
                .isEqualTo(CommandIds.command("z1", 7, 1_700_000_000_000L))
                .isEqualTo("a824fe8a-8a99-5cff-a568-532a725809af");
    }

    @Test
    void anIdIsAUuidOfVersion5() {
        UUID id = UUID.fromString(CommandIds.decision("z1", 7, 1_700_000_000_000L));

        assertThat(id.version()).isEqualTo(5);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void everythingThatDiffersHasAnIdOfItsOwn() {
        Set<String> ids =
                Set.of(
                        CommandIds.command("z1", 7, 1),
                        CommandIds.command("z1", 7, 2),
                        CommandIds.command("z1", 8, 1),
                        CommandIds.command("z2", 7, 1),
                        CommandIds.decision("z1", 7, 1),
                        CommandIds.close("z1", 7, 1),
                        CommandIds.stop("z1", 7, 1));

        assertThat(ids).hasSize(7);
    }
}
