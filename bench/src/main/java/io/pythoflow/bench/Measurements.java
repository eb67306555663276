package io.pythoflow.bench;

import io.pythoflow.bench.jmh.HotPathsCommand;
import io.pythoflow.bench.past.BackfillCommand;
import io.pythoflow.bench.past.OriginalCommand;
import io.pythoflow.bench.suite.Measurement;
import java.util.List;

/** The measurements of the suite. */
public final class Measurements {

    /** Each after those whose results it reads. */
    public static final List<Measurement> IN_ORDER =
            List.of(new BackfillCommand(), new OriginalCommand(), new HotPathsCommand());

    private Measurements() {}
}
