package io.pythoflow.job.mqtt.quirks;

/** The connection of a session, as the broker's logic sees it. Broker thread. */
interface Link {

    /** Sends a PUBLISH. */
    void publish(int packetId, Message message, Flags flags);

    /** Says DISCONNECT with a reason, if the client's protocol knows it, and closes. */
    void disconnect(int reasonCode);

    /** Closes without a word. */
    void cut();

    /** Sends bytes that need be no packet. */
    void sendBytes(byte[] bytes);

    /** Whether the client takes what is sent. */
    boolean isWritable();

    /** The flags of a PUBLISH. */
    enum Flags {
        NONE,
        DUPLICATE,
        RETAINED
    }
}
