package io.pythoflow.job.mqtt.transport;

/**
 * Hears what happens to one client. Every method runs on the client's event loop and must not
 * block. A connection number is never used twice by a client, and grows.
 */
public interface MqttListener {

    /** What the broker takes on this connection. Called just before {@link #connected}. */
    default void limits(long connection, BrokerLimits limits) {}

    /** The broker accepted the connection. */
    void connected(long connection, SessionState session);

    /**
     * The broker holds every subscription, and none that it held before. Messages may arrive before
     * it on a resumed session.
     */
    void subscribed(long connection);

    /** A message arrived. Its acknowledgement is due to {@link MqttTransport#acknowledge}. */
    void received(InboundMessage message);

    /** For now nothing more has arrived. */
    void receivedAll();

    /** Acknowledgements left this machine. */
    void acknowledged(long connection, int count, long writtenAt);

    /** The connection ended or could not be made. Another attempt follows. */
    void disconnected(long connection, Disconnect disconnect);

    /** The session was ended as asked for. No further attempt follows. */
    void sessionEnded(long connection);

    /** No further attempt follows. */
    void failed(MqttFatalException failure);
}
