package io.pythoflow.job.control.valve;

import java.io.IOException;

/** The first byte of every state of a valve. */
final class StateVersion {

    private StateVersion() {}

    /** Refuses a version that nobody has written yet, or that is none. */
    static void check(int found, int newest, Class<?> type) throws IOException {
        if (found < 1 || found > newest) {
            throw new IOException(
                    "State was written in version %d, but %s reads versions 1 to %d: resume with the job that wrote it, or a newer one"
                            .formatted(found, type.getSimpleName(), newest));
        }
    }
}
