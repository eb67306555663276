package io.pythoflow.sim.mqtt;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Who connects.
 *
 * @param clientId MQTT client id; a second connection with the same one ends the first
 * @param credentials key, certificate and trust; null connects without a client certificate
 * @param lastWill null for none
 */
public record ConnectionRequest(
        String clientId, @Nullable Credentials credentials, @Nullable LastWill lastWill) {

    /** A client without credentials. */
    public static ConnectionRequest as(String clientId) {
        return new ConnectionRequest(clientId, null, null);
    }

    /** The thing itself: its name is the client id. */
    public static ConnectionRequest as(Credentials credentials) {
        return new ConnectionRequest(credentials.thingName(), credentials, null);
    }

    /** A further connection of a tool with the thing's certificate: {@code thing-tool-random}. */
    public static ConnectionRequest toolOf(Credentials credentials) {
        return new ConnectionRequest(
                credentials.thingName() + "-tool-" + randomSuffix(), credentials, null);
    }

    /**
     * A tool's connection: with credentials the thing (first) or a further connection of it, else
     * {@code pythoflow-<tool>-<random>}.
     *
     * @param index 0 for the tool's first connection
     */
    public static ConnectionRequest tool(
            String tool, int index, @Nullable Credentials credentials) {
        if (credentials == null) {
            return as("pythoflow-" + tool + "-" + randomSuffix());
        }
        return index == 0 ? as(credentials) : toolOf(credentials);
    }

    /** The same client with a last will. */
    public ConnectionRequest withLastWill(String topic, byte[] payload) {
        return new ConnectionRequest(clientId, credentials, new LastWill(topic, payload));
    }

    private static String randomSuffix() {
        long random = ThreadLocalRandom.current().nextLong() & 0xFFFF_FFFF_FFL;
        return Long.toString(random, Character.MAX_RADIX);
    }
}
