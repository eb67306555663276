package io.pythoflow.bench.transport;

import java.util.Locale;

/** Who receives. */
enum Subscriber {
    /** The job's transport, on Netty's codec. */
    TRANSPORT,
    /** A blocking socket and nothing else. */
    RAW;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
