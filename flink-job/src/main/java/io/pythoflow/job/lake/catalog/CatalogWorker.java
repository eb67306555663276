package io.pythoflow.job.lake.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls the catalogue on a thread of its own, since a call may take seconds and the task's thread
 * carries the checkpoints. One call at a time; the methods here are called by the task's thread and
 * return at once, except {@link #await} and {@link #close}.
 */
public final class CatalogWorker implements AutoCloseable {

    /** Longer than a call that hangs, so that no thread outlives the job's classes. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Catalog.Factory factory;
    private final String table;
    private final ExecutorService thread;

    /** Touched by the thread alone, which makes it with the first call. */
    private @Nullable Catalog catalog;

    private @Nullable Future<List<Catalog.Failure>> call;
    private boolean begun;

    /** Starts no thread before the first call. */
    public CatalogWorker(Catalog.Factory factory, String table) {
        this.factory = factory;
        this.table = table;
        this.thread =
                Executors.newSingleThreadExecutor(
                        task -> {
                            Thread made = new Thread(task, "partition-registrar-" + table);
                            made.setDaemon(true);
                            return made;
                        });
    }

    /** Begins to register partitions; the answer of an earlier call must have been taken. */
    public void begin(List<String> partitions) {
        if (call != null) {
            throw new IllegalStateException("The answer of the last call has not been taken");
        }
        begun = true;
        call = thread.submit(() -> register(partitions));
    }

    private List<Catalog.Failure> register(List<String> partitions) {
        try {
            if (catalog == null) {
                catalog = factory.open();
            }
            return catalog.register(table, partitions);
        } catch (RuntimeException e) {
            String reason = "the catalogue cannot be asked: %s".formatted(e);
            return partitions.stream()
                    .map(partition -> new Catalog.Failure(partition, reason))
                    .toList();
        }
    }

    /** The answer to the last call, once; empty while there is none. */
    public Optional<List<Catalog.Failure>> takeAnswer() {
        if (call == null || !call.isDone()) {
            return Optional.empty();
        }
        try {
            return Optional.of(call.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The catalogue's thread failed", e.getCause());
        } finally {
            call = null;
        }
    }

    /** Waits for an answer, at most so long. */
    public void await(Duration atMost) throws InterruptedException {
        try {
            if (call == null) {
                TimeUnit.NANOSECONDS.sleep(atMost.toNanos());
            } else {
                call.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            // Taking the answer tells.
        }
    }

    /** Gives up a call that is under way and ends the thread. */
    @Override
    public void close() throws InterruptedException {
        if (call != null) {
            call.cancel(true);
        }
        if (begun) {
            thread.execute(this::closeCatalog);
        }
        thread.shutdown();
        if (!thread.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            thread.shutdownNow();
        }
    }

    private void closeCatalog() {
        if (catalog != null) {
            catalog.close();
            catalog = null;
        }
    }
}
