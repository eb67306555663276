package io.pythoflow.job.mqtt.transport;

/**
 * Why a connection ended, or could not be made.
 *
 * @param reason for people
 */
public record Disconnect(Kind kind, String reason) {

    static Disconnect lost(String reason) {
        return new Disconnect(Kind.LOST, reason);
    }

    /** Who ended it. */
    public enum Kind {
        /** The network, or the broker without a word. */
        LOST,
        /** The broker, with a reason code. */
        REFUSED,
        /** This side: a packet could not be decoded. */
        UNDECODABLE
    }
}
