package io.pythoflow.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.LakeProperties;
import io.pythoflow.contract.property.Property;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackfillConfigTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:10:00Z");
    private static final BackfillConfig.Folders ALL_EXIST = folder -> Optional.empty();

    private final Map<String, Properties> groups = new HashMap<>();

    @BeforeEach
    void nameTheLake() {
        set(LakeProperties.LAKE_PATH, "/lake");
    }

    @Test
    void neitherBrokerNorCredentialsAreNeeded() {
        BackfillConfig config = read("2026-02-01T00:00:00Z", "2026-03-01T12:00:00Z");

        assertThat(config.from()).isEqualTo(Instant.parse("2026-02-01T00:00:00Z").toEpochMilli());
        assertThat(config.to()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z").toEpochMilli());
        assertThat(config.startedAt()).isEqualTo(NOW.toEpochMilli());
        assertThat(config.lake().rawRoot()).isEqualTo(URI.create("file:///lake/raw"));
        assertThat(config.duplicateMemory()).isEqualTo(Duration.ofHours(24));
        assertThat(config.readsMore()).isFalse();
    }

    @Test
    void anOffsetIsAnInstant() {
        assertThat(read("2026-02-01T01:00:00+01:00", "2026-02-02T00:00:00Z").from())
                .isEqualTo(Instant.parse("2026-02-01T00:00:00Z").toEpochMilli());
    }

    @Test
    void rootsAreFoldersOrUris() {
        BackfillConfig config =
                read(options("2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z", "s3://old/raw", "/a"));

        assertThat(config.legacyRoot()).contains(URI.create("s3://old/raw"));
        assertThat(config.archiveRoot().map(URI::getPath)).contains("/a");
        assertThat(config.readsMore()).isTrue();
    }

    @Test
    void windowsThatMayStillBeRevisedAreRefusedWithTheLatestEnd() {
        assertThat(problems(options("2026-02-01T00:00:00Z", "2026-03-01T12:30:00Z", null, null)))
                .singleElement()
                .asString()
                .contains("--to 2026-03-01T12:30:00Z: must be at most 2026-03-01T12:00:00Z")
                .contains("window.lateness = 1 d")
                .contains("--force");
    }

    @Test
    void forceFillsThemAllTheSame() {
        BackfillOptions options =
                new BackfillOptions(
                        Optional.of("2026-02-01T00:00:00Z"),
                        Optional.of("2026-03-02T12:00:00Z"),
                        Optional.empty(),
                        Optional.empty(),
                        true);

        assertThat(read(options).to())
                .isEqualTo(Instant.parse("2026-03-02T12:00:00Z").toEpochMilli());
    }

    @Test
    void everyProblemIsReportedAtOnce() {
        set(JobProperties.INGEST_MAX_ELEMENTS, "none");
        BackfillOptions options =
                options("2026-02-01T00:10:00Z", "2026-02-01T00:00:00Z", "/gone", null);

        ConfigurationException e =
                catchThrowableOfType(
                        ConfigurationException.class,
                        () ->
                                BackfillConfig.from(
                                        groups,
                                        Map.of(),
                                        options,
                                        NOW,
                                        folder -> Optional.of("must be a folder")));

        assertThat(e.problems())
                .hasSize(4)
                .anyMatch(
                        problem ->
                                problem.equals(
                                        "--from 2026-02-01T00:10:00Z: must be where a window begins, with window.length = 30 min the nearest are 2026-02-01T00:00:00Z and 2026-02-01T00:30:00Z"))
                .anyMatch(
                        problem ->
                                problem.equals(
                                        "--to 2026-02-01T00:00:00Z: must be after --from 2026-02-01T00:10:00Z"))
                .anyMatch(problem -> problem.equals("--legacy-root /gone: must be a folder"))
                .anyMatch(problem -> problem.startsWith("ingest.max.elements = 'none'"));
    }

    @Test
    void aRangeIsNeededAndMustBeOfInstants() {
        assertThat(problems(options(null, "yesterday", null, null)))
                .containsExactly(
                        "--from is not set: must be an instant such as 2026-01-31T00:00:00Z",
                        "--to yesterday: must be an instant such as 2026-01-31T00:00:00Z");
        assertThat(problems(options("+1000000000-12-31T23:59:59.999999999Z", "x", null, null)))
                .hasSize(2);
    }

    private Iterable<String> problems(BackfillOptions options) {
        return catchThrowableOfType(ConfigurationException.class, () -> read(options)).problems();
    }

    private BackfillConfig read(String from, String to) {
        return read(options(from, to, null, null));
    }

    private BackfillConfig read(BackfillOptions options) {
        return BackfillConfig.from(groups, Map.of(), options, NOW, ALL_EXIST);
    }

    private static BackfillOptions options(
            @Nullable String from,
            @Nullable String to,
            @Nullable String legacyRoot,
            @Nullable String archiveRoot) {
        return new BackfillOptions(
                Optional.ofNullable(from),
                Optional.ofNullable(to),
                Optional.ofNullable(legacyRoot),
                Optional.ofNullable(archiveRoot),
                false);
    }

    private void set(Property<?> property, String value) {
        groups.computeIfAbsent(property.group(), g -> new Properties())
                .setProperty(property.key(), value);
    }
}
