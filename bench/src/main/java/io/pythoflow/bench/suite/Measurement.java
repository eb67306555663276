package io.pythoflow.bench.suite;

import io.pythoflow.bench.report.Report;

/** Something that is measured beside what it is compared with. */
public interface Measurement {

    /** As on the command line. */
    String name();

    /** Whether it is measured when nobody names what is to be measured. */
    default boolean isPartOf(Profile profile) {
        return true;
    }

    /**
     * Measures, and checks what came of it.
     *
     * @throws io.pythoflow.bench.BenchException if there is no figure, saying why
     */
    Report measure(Run run) throws InterruptedException;
}
