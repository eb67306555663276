package io.pythoflow.infra.handler;

import java.io.IOException;
import java.net.URI;

/** Where answers go. */
interface Answers {

    /**
     * Puts the body there.
     *
     * @throws IOException if it was not taken, after what retries make sense; does not name the
     *     address
     */
    void send(URI responseUrl, byte[] body) throws IOException, InterruptedException;
}
