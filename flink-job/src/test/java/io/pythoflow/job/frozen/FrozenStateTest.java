package io.pythoflow.job.frozen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.pythoflow.job.config.JobConfig;
import io.pythoflow.job.frozen.RunningJob.Backend;
import io.pythoflow.job.frozen.RunningJob.JobFailedException;
import io.pythoflow.job.frozen.RunningJob.Variation;
import io.pythoflow.job.frozen.Variants.NumberSerializer;
import io.pythoflow.job.testing.FunctionHarness;
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

    private static final String NEXT_VERSION =
            "%s; if the change is meant, keep the next version with -Dpythoflow.write=true, see docs/adr/0009";

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
    private int restored;

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
                        // On the heap some states stay empty; a savepoint is of no backend.
                        Backend.ROCKSDB,
                        null,
                        Variation.NONE)) {
            savepoint = Story.tell(job, "savepoints");
        }
        today = SavedVersion.pack(root, savepoint, folder.resolve("today"));
    }

    /** Only where all that is kept was restored, and today's as well. */
    @AfterAll
    void keep() throws IOException {
        if (Boolean.getBoolean("pythoflow.write") && restored == SavedVersion.kept().size() + 1) {
            today.keepAs(SavedVersion.next());
        }
    }

    Stream<SavedVersion> versions() {
        return Stream.concat(SavedVersion.kept().stream(), Stream.of(today));
    }

    @ParameterizedTest(name = "{0}")
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
                        // Where the service keeps it, and where it was not.
                        version.equals(today) ? Backend.HASHMAP : Backend.ROCKSDB,
                        savepoint,
                        Variation.NONE)) {
            new Sequel(job, new Lake(SavedVersion.lake(root))).happens();
        } catch (JobFailedException e) {
            throw new AssertionError(
                    "%s cannot be restored; see docs/adr/0009%n%s"
                            .formatted(version, e.getMessage()),
                    e);
        }
        restored++;
    }

    @Test
    void everyStateIsInTheList() throws IOException {
        if (Boolean.getBoolean("pythoflow.write")) {
            Files.createDirectories(SavedVersion.KEPT);
            Files.writeString(LIST, today.list());
        }

        assertThat(Files.readString(LIST)).as(NEXT_VERSION, LIST).isEqualTo(today.list());
    }

    @Test
    void noVersionIsMissing() throws IOException {
        List<SavedVersion> kept = SavedVersion.kept();

        try (Stream<Path> folders = Files.list(SavedVersion.KEPT)) {
            assertThat(folders.filter(Files::isDirectory))
                    .as("Versions are numbered from 1, and none is ever removed")
                    .hasSameSizeAs(kept);
        }
        if (!kept.isEmpty() && !Boolean.getBoolean("pythoflow.write")) {
            SavedVersion newest = kept.get(kept.size() - 1);
            assertThat(newest.list()).as(NEXT_VERSION, newest).isEqualTo(today.list());
        }
    }

    @Test
    void aStateThatWasRenamedAndOneThatIsWrittenOtherwiseAreNamed(
            @InjectMiniCluster MiniCluster cluster, @TempDir Path folder) throws Exception {
        Path root = SavedVersion.root(folder);
        JobConfig config = Story.config(SavedVersion.lake(root), Story.SLOTS);
        Variation both =
                job -> {
                    Variants.renameState(job);
                    Variants.changeSerializer(job);
                };
        SavedStates changed;
        try (RunningJob job =
                RunningJob.start(cluster, root, config, Story.BEGIN, Backend.HASHMAP, null, both)) {
            changed = SavedStates.of(job.savepoint("changed"), "");
        }

        List<String> complaints = today.states().cannotBeRestoredBy(changed);
        assertThat(complaints)
                .extracting(complaint -> complaint.substring(0, complaint.indexOf(": ")))
                .containsExactlyInAnyOrder(
                        "deduplicate | filters-by-hour",
                        "deduplicate | filters-by-hour-highest-key",
                        "deduplicate | full-by-hour",
                        "deduplicate | full-by-hour-highest-key",
                        "deduplicate | recent-contents",
                        "deduplicate | seen-by-generation",
                        "deduplicate | seen-by-generation-highest-key",
                        "deduplicate | seen-by-hour",
                        "deduplicate | seen-by-hour-highest-key",
                        "windows | marked",
                        "windows | watermark",
                        "windows | windows",
                        "windows | windows-highest-key");
        assertThat(complaints)
                .filteredOn(complaint -> complaint.startsWith("windows | windows: "))
                .singleElement(STRING)
                .startsWith("windows | windows: written by ")
                .contains("SensorWindowSerializer", "NumberSerializer 1");
        // Flink itself is content with the states that nobody asks for.
        Path savepoint = today.unpack(root);
        assertThatThrownBy(
                        () ->
                                RunningJob.start(
                                        cluster,
                                        root,
                                        config,
                                        Story.END,
                                        Backend.HASHMAP,
                                        savepoint,
                                        both))
                .isInstanceOf(JobFailedException.class)
                .hasMessageStartingWith("windows: ")
                .hasMessageContaining("must not be incompatible");
    }

    @Test
    void aStateOfANewerVersionIsNamed() throws Exception {
        NumberSerializer.writeVersion(2);
        SavedStates newer = numbers();
        NumberSerializer.writeVersion(1);
        SavedStates older = numbers();

        assertThat(older.cannotBeRestoredBy(newer)).isEmpty();
        assertThat(newer.cannotBeRestoredBy(older))
                .singleElement(STRING)
                .startsWith("counting | numbers: written by ")
                .contains("NumberSerializer 2", "NumberSerializer 1");
    }

    private static SavedStates numbers() throws Exception {
        try (var function =
                FunctionHarness.open(
                        new Variants.Numbers(), number -> "all", FunctionHarness.Backend.HEAP)) {
            function.send(1L);
            return SavedStates.of("counting", function.checkpoint(1));
        }
    }

    /** Its class moved, or is gone, with all that it could read. */
    @Test
    void aStateWhoseSerializerIsGoneIsNamed(@TempDir Path folder) throws IOException {
        SavedVersion moved = new SavedVersion(folder.resolve("moved"));
        today.keepAs(moved);
        Path metadata = moved.folder().resolve("_metadata");
        String bytes = Files.readString(metadata, ISO_8859_1);
        Files.writeString(
                metadata,
                bytes.replace(
                        "job.ingest.RecentContentsSerializer",
                        "job.gone_1.RecentContentsSerializer"),
                ISO_8859_1);

        assertThat(moved.states().cannotBeRestoredBy(today.states()))
                .singleElement(STRING)
                .startsWith("deduplicate | recent-contents | ")
                .contains("io.pythoflow.job.gone_1.RecentContentsSerializer$Snapshot");
    }

    @ParameterizedTest(name = "{0}")
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
