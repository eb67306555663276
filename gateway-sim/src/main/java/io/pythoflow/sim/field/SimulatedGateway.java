package io.pythoflow.sim.field;

import java.util.List;

/**
 * A gateway of the field: samples its sensors when the schedule says so, obeys commands, and fills
 * the outbox.
 */
interface SimulatedGateway {

    String id();

    /** What the broker says when the gateway is gone. */
    byte[] lastWill();

    /** The topics its commands come on; none where nobody commands the valves. */
    List<String> commandTopics();

    /** Registers everything that recurs; called once, before the first time. */
    void start();

    /** A message arrives on one of its topics. */
    void receive(String topic, byte[] payload, long nowMillis);

    /** Its connection was lost and is back. */
    void reconnected(long nowMillis);

    /** Sends what it still keeps, where it will not be heard of again. */
    void sendKept(long nowMillis);

    /** Says goodbye. */
    void stop(long nowMillis);
}
