package io.pythoflow.bench.suite;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much time a measurement may take. */
final class RunOptions {
    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            defaultValue = "short",
            description =
                    "short: once and briefly; full: five rounds, each as long as it should be.")
    private Profile profile = Profile.SHORT;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Rounds, instead of the profile's; the median of them is reported.")
    private @Nullable Integer rounds;

    Profile profile() {
        return profile;
    }

    int rounds() {
        return rounds == null ? profile.rounds() : rounds;
    }
}
