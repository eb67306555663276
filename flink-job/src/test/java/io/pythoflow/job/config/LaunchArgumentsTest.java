package io.pythoflow.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaunchArgumentsTest {

    @Test
    void withoutArgumentsTheStreamRunsWithTheServicesProperties() {
        LaunchArguments arguments = LaunchArguments.parse();

        assertThat(arguments.properties()).isEmpty();
        assertThat(arguments.backfill()).isEmpty();
        assertThat(arguments.evaluate()).isEmpty();
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
    void anEvaluationIsGivenAsWritten() {
        LaunchArguments arguments =
                LaunchArguments.parse(
                        "--mode",
                        "evaluate",
                        "--rules",
                        "s3://farm/rules.json",
                        "--from",
                        "a",
                        "--to",
                        "b",
                        "--warm-up",
                        "1 d",
                        "--output",
                        "/tried",
                        "--order",
                        "measured",
                        "--soil",
                        "modelled");

        assertThat(arguments.backfill()).isEmpty();
        assertThat(arguments.evaluate())
                .contains(
                        new EvaluateOptions(
                                Optional.of("s3://farm/rules.json"),
                                Optional.of("a"),
                                Optional.of("b"),
                                Optional.of("1 d"),
                                Optional.of("/tried"),
                                Optional.of("measured"),
                                Optional.of("modelled")));
    }

    @Test
    void everyArgumentBelongsToItsModes() {
        ConfigurationException e =
                catchThrowableOfType(
                        ConfigurationException.class,
                        () ->
                                LaunchArguments.parse(
                                        "--mode",
                                        "evaluate",
                                        "--legacy-root",
                                        "/old",
                                        "--force",
                                        "--from",
                                        "a"));

        assertThat(e.problems())
                .containsExactly(
                        "--legacy-root: must not be set without --mode backfill",
                        "--force: must not be set without --mode backfill");
        assertThat(
                        catchThrowableOfType(
                                        ConfigurationException.class,
                                        () ->
                                                LaunchArguments.parse(
                                                        "--mode", "backfill", "--rules", "r.json"))
                                .problems())
                .containsExactly("--rules: must not be set without --mode evaluate");
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
                .anyMatch(
                        problem ->
                                problem.equals(
                                        "--mode batch: must be stream, backfill or evaluate"))
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
                        "--from: must not be set without --mode backfill or evaluate",
                        "--force: must not be set without --mode backfill");
    }
}
