package io.pythoflow.infra.handler;

import java.time.Duration;

/** Lets the thread wait; a test lets time pass instead. */
interface Sleeper {

    void sleep(Duration duration) throws InterruptedException;
}
