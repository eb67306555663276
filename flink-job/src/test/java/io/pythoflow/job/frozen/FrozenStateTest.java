package io.pythoflow.job.frozen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.frozen.RunningJob.JobFailedException;
import io.pythoflow.job.frozen.RunningJob.Variation;
import io.pythoflow.job.testing.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever upgrades goes on with the state they have: today's code restores the savepoint of every
 * former version, and what it does then shows that nothing was lost. docs/adr/0009 says what to do
 * when this fails.
 *
 * <p>Where a state was added, or written in another version, the list of states changes. Then the
 * list is to be written anew, and the savepoint kept as the next version: {@code mvn -pl flink-job
 * -am test -Dtest=FrozenStateTest -Dsurefire.failIfNoSpecifiedTests=false -Dpythoflow.write=true}.
 */
@TestInstance(Lifecycle.PER_CLASS)
class FrozenStateTest {

    private static final Path LIST = SavedVersion.KEPT.resolve("states.txt");

    private static final long MAX_BYTES = 500_000;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setConfiguration(new Configuration())
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(1)
                            .build());

    private SavedVersion today;
    private boolean todaysWasRestored;

    @BeforeAll
    void tellTheStory(@InjectMiniCluster MiniCluster cluster, @TempDir Path folder)
            throws Exception {
        Path root = SavedVersion.root(folder);
        Heard.stopCatalogue();
        Path savepoint;
        try (RunningJob job =
                RunningJob.start(
                        cluster,
                        root,
                        Story.config(SavedVersion.lake(root), Story.SLOTS),
                        Story.BEGIN,
                        null,
                        Variation.NONE)) {
            savepoint = Story.tell(job, "savepoints");
        }
        today = SavedVersion.pack(root, savepoint, folder.resolve("today"));
    }

    /** What cannot be restored today is nothing to keep. */
    @AfterAll
    void keep() throws IOException {
        if (Boolean.getBoolean("pythoflow.write") && todaysWasRestored) {
            today.keepAs(SavedVersion.next());
        }
    }

    Stream<SavedVersion> versions() {
        return Stream.concat(SavedVersion.kept().stream(), Stream.of(today));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void todaysJobGoesOnFromTheSavepointOf(
            SavedVersion version, @InjectMiniCluster MiniCluster cluster, @TempDir Path folder)
            throws Exception {
        assertThat(version.states().cannotBeRestoredBy(today.states()))
                .as("States of %s that today's job cannot restore; see docs/adr/0009", version)
                .isEmpty();

        Path root = SavedVersion.root(folder);
        Path savepoint = version.unpack(root);
        Heard.stopCatalogue();
        try (RunningJob job =
                RunningJob.start(
                        cluster,
                        root,
                        Story.config(SavedVersion.lake(root), Sequel.SLOTS),
                        Story.END,
                        savepoint,
                        Variation.NONE)) {
            new Sequel(job, new Lake(SavedVersion.lake(root))).happens();
        } catch (JobFailedException e) {
            throw new AssertionError(
                    "%s cannot be restored; see docs/adr/0009%n%s"
                            .formatted(version, e.getMessage()),
                    e);
        }
        todaysWasRestored |= version.equals(today);
    }

    @Test
    void everyStateIsInTheList() throws IOException {
        if (Boolean.getBoolean("pythoflow.write")) {
            Files.createDirectories(SavedVersion.KEPT);
            Files.writeString(LIST, today.list());
        }

        assertThat(Files.readString(LIST))
                .as(
                        "%s; if the change is meant, keep a savepoint of it as docs/adr/0009 says",
                        LIST)
                .isEqualTo(today.list());
    }

    @ParameterizedTest
    @MethodSource("versions")
    void nothingOfTheMachineIsKept(SavedVersion version) throws IOException {
        List<String> places =
                Stream.of("java.io.tmpdir", "user.dir", "user.home")
                        .map(System::getProperty)
                        .filter(place -> place.length() > 1)
                        .toList();
        long bytes = 0;
        for (Path file : version.files()) {
            bytes += Files.size(file);
            String content = Files.readString(file, ISO_8859_1);
            assertThat(content).as("%s", file).doesNotContain(places);
        }
        assertThat(bytes).as("Bytes of %s", version).isLessThan(MAX_BYTES);
    }
}
