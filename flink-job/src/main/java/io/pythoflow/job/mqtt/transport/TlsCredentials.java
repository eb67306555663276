package io.pythoflow.job.mqtt.transport;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Fetches certificate, key and trusted authorities. Called once per reader, on the machine that
 * connects, so that keys travel neither in the job graph nor in its state.
 */
@FunctionalInterface
public interface TlsCredentials extends Serializable {

    /**
     * Called on the task thread while the reader starts; may block.
     *
     * @throws RuntimeException if something cannot be read; the message names it and nothing secret
     */
    TlsMaterial load();

    /**
     * PEM files on the machine that connects. Each may be null: no certificate and key for a broker
     * that asks for none, no authorities to trust those of the JDK.
     */
    static TlsCredentials inFiles(
            @Nullable String certificate, @Nullable String privateKey, @Nullable String trusted) {
        return () -> new TlsMaterial(read(certificate), read(privateKey), read(trusted));
    }

    private static @Nullable String read(@Nullable String file) {
        if (file == null) {
            return null;
        }

        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read "
                            + file
                            + " for the TLS connection to the broker: check that the file exists on"
                            + " every machine that runs the source and may be read",
                    e);
        }
    }
}
