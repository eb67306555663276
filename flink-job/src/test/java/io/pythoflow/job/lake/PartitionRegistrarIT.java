package io.pythoflow.job.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pythoflow.job.lake.catalog.CatalogException;
import io.pythoflow.job.lake.catalog.GlueServer;
import io.pythoflow.job.testing.FaultyProxy.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registrar in running jobs, before moto's Glue and what befalls it. */
class PartitionRegistrarIT {

    private static final Fault AWAY = new Fault.Refused(503, "ServiceUnavailable");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private static Path log;
    private static GlueServer glue;

    @TempDir private Path folder;

    @BeforeAll
    static void startGlue() {
        glue = GlueServer.start(log);
    }

    @AfterAll
    static void stopGlue() {
        glue.close();
    }

    @BeforeEach
    void emptyGlue() {
        glue.reset();
    }

    @Test
    void aBoundedStreamEndsWithEveryPartitionRegistered() throws Exception {
        RegistrationJob job = new RegistrationJob(folder, glue);

        finish(job.start());

        assertThat(job.visibleRows()).isEqualTo(RegistrationJob.READINGS);
        assertThat(glue.partitions("readings")).isEqualTo(RegistrationJob.PARTITIONS);
    }

    @Test
    void aBatchEndsWithEveryPartitionRegistered() throws Exception {
        RegistrationJob job = new RegistrationJob(folder, glue).inBatch();

        finish(job.start());

        assertThat(job.visibleRows()).isEqualTo(RegistrationJob.READINGS);
        assertThat(glue.partitions("readings")).isEqualTo(RegistrationJob.PARTITIONS);
    }

    /** Longer than many checkpoints, none of which can be taken any more. */
    @Test
    void aBoundedStreamWaitsAtItsEndForTheCatalogue() throws Exception {
        glue.proxy().begin(AWAY);
        RegistrationJob job = new RegistrationJob(folder, glue);
        JobClient running = job.start();

        awaitFilesAndAttemptsAfterThem(job);
        assertThat(running.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
        assertThat(glue.partitions("readings")).isEmpty();
        glue.proxy().end();
        finish(running);

        assertThat(glue.partitions("readings")).isEqualTo(RegistrationJob.PARTITIONS);
    }

    @Test
    void aBatchWaitsAtItsEndForTheCatalogue() throws Exception {
        glue.proxy().begin(AWAY);
        RegistrationJob job = new RegistrationJob(folder, glue).inBatch();
        JobClient running = job.start();

        awaitFilesAndAttemptsAfterThem(job);
        assertThat(running.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
        glue.proxy().end();
        finish(running);

        assertThat(glue.partitions("readings")).isEqualTo(RegistrationJob.PARTITIONS);
    }

    @Test
    void aBoundedStreamFailsWhereTheCatalogueStaysAway() throws Exception {
        glue.proxy().begin(AWAY);
        RegistrationJob job =
                new RegistrationJob(folder, glue).withEndPatience(Duration.ofSeconds(2));

        assertThatFails(job.start());
        assertThat(job.visibleRows()).isEqualTo(RegistrationJob.READINGS);
    }

    @Test
    void aBatchFailsWhereTheCatalogueStaysAway() throws Exception {
        glue.proxy().begin(AWAY);
        RegistrationJob job =
                new RegistrationJob(folder, glue).inBatch().withEndPatience(Duration.ofSeconds(2));

        assertThatFails(job.start());
    }

    /** The restart begins where the final checkpoint stands, with nothing left to write. */
    @Test
    void aStreamThatFailedAtItsEndRegistersTheRestWhenItIsRestarted() throws Exception {
        glue.proxy().begin(AWAY);
        RegistrationJob job =
                new RegistrationJob(folder, glue)
                        .withEndPatience(Duration.ofSeconds(2))
                        .restartingOnce();
        JobClient running = job.start();
        await("a restart")
                .atMost(PATIENCE)
                .until(() -> running.getJobStatus().get() == JobStatus.RESTARTING);
        glue.proxy().end();
        finish(running);

        assertThat(job.visibleRows()).isEqualTo(RegistrationJob.READINGS);
        assertThat(glue.partitions("readings")).isEqualTo(RegistrationJob.PARTITIONS);
    }

    @Test
    void checkpointsCompleteAndFilesAppearWhileTheCatalogueHangs() throws Exception {
        glue.proxy().begin(new Fault.Hanging());
        RegistrationJob job = new RegistrationJob(folder, glue).withoutEnd();
        JobClient running = job.start();

        await("files of later checkpoints")
                .atMost(PATIENCE)
                .until(() -> job.visibleRows() == RegistrationJob.READINGS);
        assertThat(glue.proxy().requests()).isNotEmpty();
        cancel(running);
    }

    /**
     * The kill comes between the commit of the files and their registration. No row comes after the
     * resume that would name the partitions again.
     */
    @Test
    void partitionsCommittedInAnOutageAppearAfterTheJobWasKilledAndResumed() throws Exception {
        glue.proxy().begin(AWAY);
        RegistrationJob killed = new RegistrationJob(folder, glue).withoutEnd();
        JobClient running = killed.start();
        await("the commit of every file")
                .atMost(PATIENCE)
                .until(() -> killed.visibleRows() == RegistrationJob.READINGS);
        awaitCheckpoint(killed);
        cancel(running);
        assertThat(glue.partitions("readings")).isEmpty();

        RegistrationJob resumed =
                new RegistrationJob(folder, glue).withoutEnd().from(killed.newestCheckpoint());
        JobClient again = resumed.start();
        int attempts = glue.proxy().requests().size();
        await("attempts of the resumed job, still in the outage")
                .atMost(PATIENCE)
                .until(() -> glue.proxy().requests().size() > attempts + 1);
        assertThat(glue.partitions("readings")).isEmpty();
        glue.proxy().end();

        await("registration")
                .atMost(PATIENCE)
                .until(() -> glue.partitions("readings").equals(RegistrationJob.PARTITIONS));
        assertThat(resumed.visibleRows()).isEqualTo(RegistrationJob.READINGS);
        cancel(again);
    }

    /** From one setting to the other and back, with all state found again. */
    @Test
    void aRunWithoutACatalogueKeepsWhatIsPendingForTheNextOneWith() throws Exception {
        glue.proxy().begin(AWAY);
        RegistrationJob first = new RegistrationJob(folder, glue).withoutEnd();
        JobClient running = first.start();
        await("the commit of every file")
                .atMost(PATIENCE)
                .until(() -> first.visibleRows() == RegistrationJob.READINGS);
        awaitCheckpoint(first);
        cancel(running);
        glue.proxy().end();
        int attempts = glue.proxy().requests().size();

        RegistrationJob unlisted =
                new RegistrationJob(folder, glue)
                        .withoutEnd()
                        .withoutCatalogue()
                        .from(first.newestCheckpoint());
        running = unlisted.start();
        awaitCheckpoint(unlisted);
        awaitCheckpoint(unlisted);
        cancel(running);
        assertThat(glue.proxy().requests()).hasSize(attempts);
        assertThat(glue.partitions("readings")).isEmpty();

        running =
                new RegistrationJob(folder, glue)
                        .withoutEnd()
                        .from(unlisted.newestCheckpoint())
                        .start();
        await("registration")
                .atMost(PATIENCE)
                .until(() -> glue.partitions("readings").equals(RegistrationJob.PARTITIONS));
        cancel(running);
    }

    @Test
    void aStopWithSavepointDoesNotWaitOutAnOutageAndTheSuccessorRegistersTheRest()
            throws Exception {
        glue.proxy().begin(AWAY);
        RegistrationJob job = new RegistrationJob(folder, glue).withoutEnd();
        JobClient running = job.start();
        await("the commit of every file")
                .atMost(PATIENCE)
                .until(() -> job.visibleRows() == RegistrationJob.READINGS);

        String savepoint =
                running.stopWithSavepoint(
                                false,
                                folder.resolve("savepoints").toUri().toString(),
                                SavepointFormatType.NATIVE)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        finish(running);
        assertThat(glue.partitions("readings")).isEmpty();
        glue.proxy().end();

        JobClient successor =
                new RegistrationJob(folder, glue).withoutEnd().from(savepoint).start();
        await("registration")
                .atMost(PATIENCE)
                .until(() -> glue.partitions("readings").equals(RegistrationJob.PARTITIONS));
        cancel(successor);
    }

    @Test
    void aCancelledJobDoesNotWaitForTheCatalogue() throws Exception {
        glue.proxy().begin(AWAY);
        RegistrationJob job = new RegistrationJob(folder, glue);
        JobClient running = job.start();
        awaitFilesAndAttemptsAfterThem(job);

        cancel(running);
    }

    private static void awaitFilesAndAttemptsAfterThem(RegistrationJob job) {
        await("the commit of every file")
                .atMost(PATIENCE)
                .until(() -> job.visibleRows() == RegistrationJob.READINGS);
        int attempts = glue.proxy().requests().size();
        await("attempts to register after the last commit")
                .atMost(PATIENCE)
                .until(() -> glue.proxy().requests().size() >= attempts + 3);
    }

    /** Waits for a checkpoint later than those that are there. */
    private static void awaitCheckpoint(RegistrationJob job) {
        String before = job.newestCheckpoint();
        await("a checkpoint after " + before)
                .atMost(PATIENCE)
                .until(() -> !job.newestCheckpoint().equals(before));
    }

    private static void finish(JobClient job) throws Exception {
        job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void cancel(JobClient job) throws Exception {
        job.cancel().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThatThrownBy(() -> finish(job))
                .hasRootCauseInstanceOf(JobCancellationException.class);
    }

    private static void assertThatFails(JobClient job) {
        assertThatThrownBy(() -> finish(job))
                .satisfies(
                        e ->
                                assertThat(ExceptionUtils.findThrowable(e, CatalogException.class))
                                        .hasValueSatisfying(
                                                cause ->
                                                        assertThat(cause)
                                                                .hasMessageStartingWith(
                                                                        "Cannot end with partitions of table"
                                                                                + " 'readings'")
                                                                .hasMessageContaining(
                                                                        "dt=2026-06-01/hour=12, dt=2026-06-01/hour=13")
                                                                .hasMessageContaining(
                                                                        "start the job again")));
    }
}
