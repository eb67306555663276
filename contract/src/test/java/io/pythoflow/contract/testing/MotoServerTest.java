package io.pythoflow.contract.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MotoServerTest {

    @TempDir private Path folder;

    @Test
    void keepsObjectsInBucketsUntilItIsReset() throws Exception {
        try (MotoServer moto = MotoServer.start(folder)) {
            moto.createBucket("lake-raw");
            moto.put("lake-raw", "raw/readings/dt=2026-06-01/hour=12/a.parquet", new byte[] {1, 2});
            moto.put("lake-raw", "raw/readings/dt=2026-06-01/hour=13/b.parquet", new byte[] {3});

            assertThat(moto.keys("lake-raw", "raw/readings/dt=2026-06-01/hour=13/"))
                    .containsExactly("raw/readings/dt=2026-06-01/hour=13/b.parquet");
            moto.download("lake-raw", "raw/", folder.resolve("copy"));
            assertThat(folder.resolve("copy/raw/readings/dt=2026-06-01/hour=12/a.parquet"))
                    .hasBinaryContent(new byte[] {1, 2});
            assertThat(moto.openUploads("lake-raw")).isEmpty();

            moto.reset();
            assertThatThrownBy(() -> moto.keys("lake-raw", ""))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("NoSuchBucket");
        }
    }

    @Test
    void aMissingEnvironmentIsAFailureThatSaysWhatToDo() {
        assertThatThrownBy(() -> MotoServer.executable(folder, "moto_server"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(folder.resolve("bin/moto_server") + " is missing")
                .hasMessageContaining("bin/venv");
    }
}
