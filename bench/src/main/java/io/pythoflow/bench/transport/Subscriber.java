package io.pythoflow.bench.transport;

/** Who receives. */
enum Subscriber {
    /** The job's transport, on Netty's codec. */
    TRANSPORT,
    /** A blocking socket and nothing else. */
    RAW
}
