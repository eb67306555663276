package io.pythoflow.job.mqtt.quirks;

/** What a test told the broker to answer from now on. Broker thread. */
final class Orders {
    enum Answers {
        ALL,
        ALL_BUT_PINGS,
        NOTHING
    }

    /** A refusal without an answer: the connection is closed. */
    static final int CLOSE = -1;

    int connectCode;
    int subscribeCode = 1;
    int publishCode;
    Answers answers = Answers.ALL;
}
