package io.pythoflow.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.contract.property.ControlProperties;
import io.pythoflow.contract.property.LakeProperties;
import io.pythoflow.contract.property.Property;
import io.pythoflow.contract.rules.RulesCodec;
import io.pythoflow.job.control.ReplayOrder;
import io.pythoflow.job.control.ReplaySoil;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvaluateConfigTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:10:05Z");
    private static final String FROM = "2026-02-01T00:00:01Z";
    private static final String TO = "2026-03-01T00:00:00Z";
    private static final String RULES =
            """
            {"schema": "pythoflow.rules/1", "zones": {"north": {"sensors": ["A1"],
             "device": {"id": "v1", "protocol": "v1"}, "crop": "lettuce", "soil": "loam",
             "area_m2": 50, "flow_l_min": 25, "time_zone": "UTC",
             "demand": {"metric": "soil_moisture"}}}}
            """;

    private static final String SITED =
            RULES.replace(
                    "\"time_zone\"",
                    "\"site\": {\"latitude\": 45, \"longitude\": 10, \"elevation_m\": 50}, \"time_zone\"");

    private final Map<String, Properties> groups = new HashMap<>();
    private final Disk disk = new Disk();

    @BeforeEach
    void fillTheDisk() {
        set(LakeProperties.LAKE_PATH, "/lake");
        disk.texts.put("/rules.json", RULES);
        disk.filled.add("/lake/raw/readings");
    }

    @Test
    void neitherBrokerNorCatalogueIsNeeded() {
        set(ControlProperties.CONTROL_DECISION_INTERVAL, "1 min");

        EvaluateConfig config = read(options("/rules.json", FROM, TO, null, null));

        assertThat(config.rules()).isEqualTo(new RulesFile(0, RULES));
        assertThat(Instant.ofEpochMilli(config.from())).isEqualTo(FROM);
        assertThat(Instant.ofEpochMilli(config.to())).isEqualTo(TO);
        assertThat(config.decisionInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.lake().rawRoot()).isEqualTo(URI.create("file:///lake/raw"));
    }

    @Test
    void threeDaysWarmItUpUnlessItIsTold() {
        assertThat(
                        Instant.ofEpochMilli(
                                read(options("/rules.json", FROM, TO, null, null)).replayedFrom()))
                .isEqualTo("2026-01-29T00:00:01Z");
        assertThat(
                        Instant.ofEpochMilli(
                                read(options("/rules.json", FROM, TO, "0 s", null)).replayedFrom()))
                .isEqualTo(FROM);
    }

    @Test
    void decisionsLieBesideTheAggregatesUnderTheTimeOfTheRun() {
        assertThat(read(options("/rules.json", FROM, TO, null, null)).output())
                .isEqualTo(URI.create("file:///lake/aggregated/evaluations/20260302T121005Z"));
        assertThat(read(options("/rules.json", FROM, TO, null, "s3://tries/one")).output())
                .isEqualTo(URI.create("s3://tries/one"));
        assertThat(read(options("/rules.json", FROM, TO, null, "s3://tries/one/")).output())
                .isEqualTo(URI.create("s3://tries/one"));
    }

    @Test
    void aDocumentInItsEnvelopeBringsItsVersion() {
        disk.texts.put("/rules.json", envelope(SystemUpdate.Type.RULES, SystemUpdate.Mode.REPLACE));

        RulesFile rules = read(options("s3://farm/rules.json", FROM, TO, null, null)).rules();

        assertThat(rules.version()).isEqualTo(17);
        assertThat(rules.document()).contains("\"north\"");
    }

    @Test
    void aPartOfADocumentIsNone() {
        disk.texts.put("/part.json", envelope(SystemUpdate.Type.RULES, SystemUpdate.Mode.MERGE));

        assertThat(problems(options("/part.json", FROM, TO, null, null)))
                .singleElement()
                .asString()
                .startsWith("--rules /part.json: the update has type RULES, mode MERGE")
                .contains("give one of type RULES that replaces the document of all zones");
    }

    @Test
    void everythingThatIsWrongWithTheRulesIsSaid() {
        disk.texts.put(
                "/wrong.json", RULES.replace("\"lettuce\"", "\"letuce\"").replace("50", "-50"));

        assertThat(problems(options("/wrong.json", FROM, TO, null, null)))
                .hasSize(2)
                .allMatch(problem -> problem.startsWith("--rules /wrong.json: "))
                .anyMatch(problem -> problem.contains("letuce"))
                .anyMatch(problem -> problem.contains("-50"));
    }

    @Test
    void rulesThatAreTooLongAreRefused() {
        disk.texts.put("/long.json", " ".repeat(2 * RulesCodec.MAX_PUBLISHED_BYTES));

        assertThat(problems(options("/long.json", FROM, TO, null, null)))
                .singleElement()
                .asString()
                .contains("give at most 122,880");
    }

    @Test
    void everyProblemIsReportedAtOnce() {
        disk.filled.clear();
        disk.filled.add("/tried");
        set(ControlProperties.CONTROL_DECISION_INTERVAL, "often");

        assertThat(problems(options("/gone.json", TO, "2026-02-01T00:00:00Z", "soon", "/tried")))
                .hasSize(6)
                .anyMatch(problem -> problem.startsWith("--to 2026-02-01T00:00:00Z: must be after"))
                .anyMatch(
                        problem ->
                                problem.equals(
                                        "There are no readings to evaluate in file:/lake/raw/readings"))
                .anyMatch(
                        problem ->
                                problem.equals(
                                        "--rules /gone.json: cannot be read (/gone.json is missing)"))
                .anyMatch(problem -> problem.startsWith("--warm-up soon: must be a duration"))
                .anyMatch(problem -> problem.startsWith("--output /tried: must be empty"))
                .anyMatch(problem -> problem.startsWith("control.decision.interval = 'often'"));
    }

    @Test
    void whatIsNeededIsAskedFor() {
        assertThat(problems(options(null, null, null, null, null)))
                .containsExactly(
                        "--from is not set: must be an instant such as 2026-01-31T00:00:00Z",
                        "--to is not set: must be an instant such as 2026-01-31T00:00:00Z",
                        "--rules is not set: must be a file with rules, or its URI");
    }

    @Test
    void theFutureHasNoReadings() {
        assertThat(problems(options("/rules.json", FROM, "2026-03-02T12:10:06Z", null, null)))
                .singleElement()
                .asString()
                .startsWith("--to 2026-03-02T12:10:06Z: must not be later than now, 2026-03-02T12");
    }

    @Test
    void theLakesTablesAreNoPlaceForDecisions() {
        for (String output :
                List.of(
                        "/lake/aggregated",
                        "/lake/aggregated/irrigation_decisions",
                        "file:/lake/aggregated/irrigation_decisions/dt=2026-01-01",
                        "/lake/raw/readings/")) {
            assertThat(problems(options("/rules.json", FROM, TO, null, output)))
                    .as(output)
                    .singleElement()
                    .asString()
                    .startsWith("--output " + output + ": must not be where the table ");
        }
        assertThat(read(options("/rules.json", FROM, TO, null, "/lake/aggregated/x")).output())
                .hasPath("/lake/aggregated/x");
    }

    private static String envelope(SystemUpdate.Type type, SystemUpdate.Mode mode) {
        return new String(
                new MessageEncoder()
                        .systemUpdate(
                                new SystemUpdate(
                                        "u-17",
                                        17,
                                        NOW.toEpochMilli(),
                                        NOW.toEpochMilli(),
                                        SystemUpdate.ALL_ZONES,
                                        type,
                                        mode,
                                        RULES)),
                StandardCharsets.UTF_8);
    }

    @Test
    void readingsAreHeardAsReceivedOverTheRecordedSoilUnlessItIsToldOtherwise() {
        EvaluateConfig usual = read(options("/rules.json", FROM, TO, null, null));
        assertThat(usual.order()).isEqualTo(ReplayOrder.RECEIVED);
        assertThat(usual.soil()).isEqualTo(ReplaySoil.RECORDED);

        disk.texts.put("/sited.json", SITED);
        EvaluateConfig other = read(options("/sited.json", "measured", "modelled"));
        assertThat(other.order()).isEqualTo(ReplayOrder.MEASURED);
        assertThat(other.soil()).isEqualTo(ReplaySoil.MODELLED);
    }

    @Test
    void anotherOrderOrSoilIsNone() {
        assertThat(problems(options("/rules.json", "backwards", "wet")))
                .containsExactlyInAnyOrder(
                        "--order backwards: must be one of received, measured",
                        "--soil wet: must be one of recorded, modelled");
    }

    @Test
    void aSoilIsModelledWhereTheRulesSayWhatItTakes() {
        disk.texts.put(
                "/lacking.json",
                """
                {"schema": "pythoflow.rules/1",
                 "defaults": {"crop": "lettuce", "soil": "loam", "area_m2": 50,
                  "flow_l_min": 25, "time_zone": "UTC", "demand": {"metric": "soil_moisture"}},
                 "zones": {
                  "east": {"sensors": ["A1"], "device": {"id": "v1", "protocol": "v1"}},
                  "north": {"sensors": ["A2", "A1"], "device": {"id": "v2", "protocol": "v1"},
                   "site": {"latitude": -22.9, "longitude": -47.1, "elevation_m": 650},
                   "demand": {"metric": "soil_moisture_relative", "low": 30, "high": 60,
                    "fixed_run_s": 300}},
                  "south": {"mode": "off", "sensors": ["A3"],
                   "device": {"id": "v3", "protocol": "v1"}}}}
                """);

        assertThat(problems(options("/lacking.json", null, "modelled")))
                .containsExactlyInAnyOrder(
                        "--soil modelled: zone east has no site, and without one there is no evapotranspiration: give its latitude, longitude and elevation_m",
                        "--soil modelled: zone north measures soil_moisture_relative without a calibration, and the soil is modelled in % by volume: give it one",
                        "--soil modelled: sensor A1 serves the zones east, north, and can tell of one modelled soil only: give each zone sensors of its own");
        assertThat(read(options("/lacking.json", null, "recorded")).soil())
                .isEqualTo(ReplaySoil.RECORDED);
    }

    private List<String> problems(EvaluateOptions options) {
        return catchThrowableOfType(ConfigurationException.class, () -> read(options)).problems();
    }

    private EvaluateConfig read(EvaluateOptions options) {
        return EvaluateConfig.from(groups, Map.of(), options, NOW, disk);
    }

    private static EvaluateOptions options(
            String rules, @Nullable String order, @Nullable String soil) {
        return new EvaluateOptions(
                Optional.of(rules),
                Optional.of(FROM),
                Optional.of(TO),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(order),
                Optional.ofNullable(soil));
    }

    private static EvaluateOptions options(
            @Nullable String rules,
            @Nullable String from,
            @Nullable String to,
            @Nullable String warmUp,
            @Nullable String output) {
        return new EvaluateOptions(
                Optional.ofNullable(rules),
                Optional.ofNullable(from),
                Optional.ofNullable(to),
                Optional.ofNullable(warmUp),
                Optional.ofNullable(output),
                Optional.empty(),
                Optional.empty());
    }

    private void set(Property<?> property, String value) {
        groups.computeIfAbsent(property.group(), g -> new Properties())
                .setProperty(property.key(), value);
    }

    /** Files and folders of a test, by path, in whatever file system. */
    private static final class Disk implements EvaluateConfig.Files {
        private final Map<String, String> texts = new HashMap<>();
        private final Set<String> filled = new HashSet<>();

        @Override
        public byte[] rules(URI file) throws IOException {
            String text = texts.get(file.getPath());
            if (text == null) {
                throw new FileNotFoundException(file.getPath() + " is missing");
            }
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public boolean isEmpty(URI folder) {
            return !filled.contains(folder.getPath());
        }
    }
}
