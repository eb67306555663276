package io.pythoflow.job.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.minicluster.MiniCluster;

/**
 * Checkpoints that a test asks for.
 *
 * <p>Flink refuses one while any task is still being deployed. What a test waits for before it asks
 * (a subscription, a first record) may come from a source whose successors do not run yet.
 */
public final class Checkpoints {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Checkpoints() {}

    /** Takes a checkpoint; returns where it lies, once it is complete. */
    public static String take(MiniCluster cluster, JobID job) throws Exception {
        return begin(cluster, job).get();
    }

    /** Begins a checkpoint as soon as every task runs. */
    public static CompletableFuture<String> begin(MiniCluster cluster, JobID job) {
        awaitEveryTask(cluster, job);
        return cluster.triggerCheckpoint(job);
    }

    /** Returns when every task of the job runs. */
    public static void awaitEveryTask(MiniCluster cluster, JobID job) {
        await("every task of " + job)
                .atMost(PATIENCE)
                .until(() -> everyTaskRuns(cluster.getExecutionGraph(job).get()));
    }

    /** Whether the job runs, and every task of it. */
    public static boolean everyTaskRuns(AccessExecutionGraph graph) {
        if (graph.getState() != JobStatus.RUNNING) {
            // A job that is not scheduled yet has no task that could be waited for.
            return false;
        }
        for (AccessExecutionVertex task : graph.getAllExecutionVertices()) {
            if (task.getExecutionState() != ExecutionState.RUNNING) {
                return false;
            }
        }
        return true;
    }
}
