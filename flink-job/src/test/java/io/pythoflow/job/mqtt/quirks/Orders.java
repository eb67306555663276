package io.pythoflow.job.mqtt.quirks;

import io.netty.handler.codec.mqtt.MqttProperties;
import java.util.function.ToIntFunction;

/** What a test told the broker to answer from now on. Broker thread. */
final class Orders {
    enum Answers {
        ALL,
        ALL_BUT_PINGS,
        NOTHING
    }

    /** A refusal without an answer: the connection is closed. */
    static final int CLOSE = -1;

    /** No answer, and nothing else either. */
    static final int SILENCE = -2;

    /** Of CONNACK. */
    final MqttProperties announced = new MqttProperties();

    int connectCode;
    int subscribeCode = 1;

    /** By topic. */
    ToIntFunction<String> publishCode = topic -> 0;

    Answers answers = Answers.ALL;
}
