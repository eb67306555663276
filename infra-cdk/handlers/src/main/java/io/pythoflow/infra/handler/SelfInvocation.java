package io.pythoflow.infra.handler;

import software.amazon.awssdk.core.exception.SdkException;

/** Starts the function again, beside this invocation of it. */
interface SelfInvocation {

    /**
     * Returns when Lambda has accepted the event.
     *
     * @param functionArn of the function that runs
     * @throws SdkException if it did not
     */
    void invoke(String functionArn, String event);
}
