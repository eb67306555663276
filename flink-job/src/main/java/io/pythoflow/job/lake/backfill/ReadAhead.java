package io.pythoflow.job.lake.backfill;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Does slow requests some at a time and hands over their results in order. A request to S3 takes
 * tens of milliseconds, in which nothing else would be done.
 *
 * <p>Used by one task thread; the requests run on threads of its own.
 */
final class ReadAhead implements AutoCloseable {

    private final int ahead;
    private final ExecutorService threads;

    /** A request; called on one of several threads. */
    interface Request<I, O> {
        O of(I input) throws IOException;
    }

    /** Takes a result; called on the task's thread. */
    interface Taker<I, O> {
        void take(I input, O result) throws IOException;
    }

    ReadAhead(int threads, String name) {
        this.ahead = 2 * threads;
        this.threads =
                Executors.newFixedThreadPool(
                        threads,
                        work -> {
                            Thread thread = new Thread(work, name);
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * Makes a request for each input and hands over the results in the order of the inputs.
     *
     * @throws IOException of a request or of the taker
     */
    <I, O> void forEach(Iterable<I> inputs, Request<I, O> request, Taker<I, O> taker)
            throws IOException {
        Deque<I> asked = new ArrayDeque<>(ahead);
        Deque<Future<O>> answers = new ArrayDeque<>(ahead);
        Iterator<I> rest = inputs.iterator();
        while (rest.hasNext() || !answers.isEmpty()) {
            while (rest.hasNext() && answers.size() < ahead) {
                I input = rest.next();
                asked.add(input);
                answers.add(threads.submit(() -> request.of(input)));
            }
            taker.take(asked.remove(), answer(answers.remove()));
        }
    }

    private static <O> O answer(Future<O> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while reading ahead", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException("Cannot read ahead", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
