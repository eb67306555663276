package io.pythoflow.bench;

import io.pythoflow.bench.freshness.FreshnessCommand;
import io.pythoflow.bench.jmh.HotPathsCommand;
import io.pythoflow.bench.memory.JobOnlyCommand;
import io.pythoflow.bench.memory.ManySensorsCommand;
import io.pythoflow.bench.memory.ScalingCommand;
import io.pythoflow.bench.past.BackfillCommand;
import io.pythoflow.bench.past.OriginalCommand;
import io.pythoflow.bench.rate.RateCommand;
import io.pythoflow.bench.recovery.RecoveryCommand;
import io.pythoflow.bench.suite.Measurement;
import java.util.List;

/** The measurements of the suite. */
public final class Measurements {

    /** Each after those whose results it reads. */
    public static final List<Measurement> IN_ORDER =
            List.of(
                    new RateCommand(),
                    new RecoveryCommand(),
                    new FreshnessCommand(),
                    new JobOnlyCommand(),
                    new ManySensorsCommand(),
                    new BackfillCommand(),
                    new OriginalCommand(),
                    new ScalingCommand(),
                    new HotPathsCommand());

    private Measurements() {}
}
