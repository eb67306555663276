package io.pythoflow.sim.demo;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The field that {@code config/rules-local.json} waters: a day a minute, and a crop whose shallow
 * roots make the soil dry within one; the seed's first days are dry, rain comes later.
 */
final class DemoDefaults implements IDefaultValueProvider {

    private static final Map<String, String> BY_OPTION =
            Map.of(
                    "--watering", "commands",
                    "--time-lapse", "1440",
                    "--crop", "lettuce",
                    "--start-date", "2025-07-01",
                    "--seed", "4");

    /** Null for what is as in any field. */
    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option ? BY_OPTION.get(option.longestName()) : null;
    }
}
