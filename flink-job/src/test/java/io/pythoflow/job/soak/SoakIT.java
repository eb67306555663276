package io.pythoflow.job.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The soak of {@code make soak}, brief. */
class SoakIT {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void whatWasSentIsInTheTablesOnceAfterKillsCutsAndChangesOfSize() throws Exception {
        List<String> story = new ArrayList<>();
        try (SoakRun soak = new SoakRun(SoakSettings.brief(1, folder), story::add)) {
            SoakReport report = soak.run();

            assertThat(report.isClean()).as("%s%n%s", story, report.table()).isTrue();
            assertThat(report.readings().ledger()).isEqualTo(7200);
            assertThat(report.redelivered()).isPositive();
        }
    }
}
