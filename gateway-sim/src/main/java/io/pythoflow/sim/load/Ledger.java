package io.pythoflow.sim.load;

import io.pythoflow.sim.SimException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the broker has acknowledged, one JSON line per reading, in the order of the
 * acknowledgements. Written by network threads; complete once closed.
 */
final class Ledger implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 20;

    private final Path file;
    private final OutputStream out;
    private @Nullable IOException failure;

    Ledger(Path file) {
        this.file = file;
        try {
            this.out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Adds lines, each ending with a line feed. */
    synchronized void add(byte[] lines) {
        try {
            out.write(lines);
        } catch (IOException e) {
            // A network thread has nobody to tell; close does.
            failure = failure == null ? e : failure;
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
        if (failure != null) {
            throw unwritable(failure);
        }
    }

    private SimException unwritable(IOException problem) {
        return new SimException(
                "Cannot write the ledger '%s': %s: %s"
                        .formatted(file, problem.getClass().getSimpleName(), problem.getMessage()),
                problem);
    }
}
