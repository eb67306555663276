package io.pythoflow.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class LaunchArgumentsTest {

    @Test
    void withoutArgumentsTheStreamRunsWithTheServicesProperties() {
        LaunchArguments arguments = LaunchArguments.parse();

        assertThat(arguments.properties()).isEmpty();
        assertThat(arguments.backfill()).isEmpty();
    }

    @Test
    void theModeMayBeNamed() {
        assertThat(LaunchArguments.parse("--mode", "stream", "--properties", "p.json").properties())
                .contains("p.json");
    }

    @Test
    void aBackfillIsGivenAsWritten() {
        BackfillOptions options =
                LaunchArguments.parse(
                                "--from",
                                "a",
                                "--mode",
                                "backfill",
                                "--force",
                                "--to",
                                "b",
                                "--legacy-root",
                                "s3://old/raw",
                                "--archive-root",
                                "/archive")
                        .backfill()
                        .orElseThrow();

        assertThat(options.from()).contains("a");
        assertThat(options.to()).contains("b");
        assertThat(options.legacyRoot()).contains("s3://old/raw");
        assertThat(options.archiveRoot()).contains("/archive");
        assertThat(options.forced()).isTrue();
    }

    @Test
    void whatIsNotGivenIsAbsent() {
        BackfillOptions options =
                LaunchArguments.parse("--mode", "backfill").backfill().orElseThrow();

        assertThat(options.from()).isEmpty();
        assertThat(options.archiveRoot()).isEmpty();
        assertThat(options.forced()).isFalse();
    }

    @Test
    void everyArgumentThatCannotBeUsedIsNamed() {
        ConfigurationException e =
                catchThrowableOfType(
                        ConfigurationException.class,
                        () ->
                                LaunchArguments.parse(
                                        "--fast", "--mode", "batch", "--properties", "--to"));

        assertThat(e.problems())
                .hasSize(4)
                .anyMatch(problem -> problem.startsWith("'--fast' is no argument"))
                .anyMatch(problem -> problem.equals("--mode batch: must be stream or backfill"))
                .anyMatch(problem -> problem.equals("--properties has no value"))
                .anyMatch(problem -> problem.equals("--to has no value"));
    }

    @Test
    void theStreamHasNoRange() {
        ConfigurationException e =
                catchThrowableOfType(
                        ConfigurationException.class,
                        () -> LaunchArguments.parse("--from", "a", "--force"));

        assertThat(e.problems())
                .containsExactly(
                        "--from: must not be set without --mode backfill",
                        "--force: must not be set without --mode backfill");
    }
}
