package io.pythoflow.sim.broker;

import io.pythoflow.sim.mqtt.BrokerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** A file with the broker's URL that exists while the broker listens, for scripts that wait. */
public final class ReadyFile implements AutoCloseable {

    private final @Nullable Path file;

    /**
     * Nothing is written yet.
     *
     * @param file null writes nothing
     */
    public ReadyFile(@Nullable Path file) {
        this.file = file;
    }

    /** Writes it at once, as whoever waits for the file must not read half of it. */
    public void write(BrokerAddress address) throws IOException {
        if (file == null) {
            return;
        }
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(draft, address + "\n");
        Files.move(
                draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
