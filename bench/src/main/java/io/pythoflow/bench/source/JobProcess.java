package io.pythoflow.bench.source;

import io.pythoflow.bench.process.Figures;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the job and the command that runs it share. Functions are copied into the cluster, which
 * runs in the same process, and one process runs one job, so they meet here.
 */
final class JobProcess {
    private static volatile @Nullable JobProcess current;

    private final Arrivals arrivals;
    private final PrintWriter out;
    private final CountDownLatch over = new CountDownLatch(1);

    private JobProcess(Arrivals arrivals, PrintWriter out) {
        this.arrivals = arrivals;
        this.out = out;
    }

    /** Called once, before the job starts. */
    static JobProcess begin(long messages, PrintWriter out) {
        JobProcess begun = new JobProcess(new Arrivals(messages), out);
        current = begun;
        return begun;
    }

    static JobProcess current() {
        JobProcess begun = current;
        if (begun == null) {
            throw new IllegalStateException("The job runs before its process was set up");
        }
        return begun;
    }

    /** Task thread. Notes a message; how many different ones have come. */
    long arrived(long number) {
        return arrivals.add(number);
    }

    /** Task thread. All that belongs to the message is done. */
    void handled() {
        if (arrivals.areComplete()) {
            over.countDown();
        }
    }

    /** Any thread. The job has ended, with or without a failure. */
    void jobEnded() {
        over.countDown();
    }

    long distinct() {
        return arrivals.distinct();
    }

    long copies() {
        return arrivals.copies();
    }

    /** Tells the measuring process. */
    void print(Figures figures) {
        figures.print(out);
    }

    /** Waits until every message came, or the job or the time ended; whether all came. */
    boolean awaitComplete(Duration timeout) throws InterruptedException {
        over.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return arrivals.areComplete();
    }
}
