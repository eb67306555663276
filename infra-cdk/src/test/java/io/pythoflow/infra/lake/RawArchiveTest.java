package io.pythoflow.infra.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.contract.archive.ArchiveCodec;
import io.pythoflow.contract.archive.ArchivedMessage;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.infra.testing.Synth;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class RawArchiveTest {

    private static final Synth SYNTH = Synth.of(Synth.DEFAULTS);
    private static final LakeTemplate TEMPLATE = LakeTemplate.of(SYNTH);
    private static final JsonNode PAYLOAD =
            TEMPLATE.resource("AWS::IoT::TopicRule").at("/Properties/TopicRulePayload");
    private static final JsonNode FILES =
            TEMPLATE.resource("AWS::KinesisFirehose::DeliveryStream")
                    .at("/Properties/ExtendedS3DestinationConfiguration");

    /** An expression of Firehose, {@code !{timestamp:PATTERN}}. */
    private static final Pattern TIMESTAMP = Pattern.compile("!\\{timestamp:([^}]+)}");

    @Test
    void keepsEveryTopicAndEveryByteOfAMessage() {
        assertThat(PAYLOAD.path("Sql").asText())
                .isEqualTo(ArchivedMessage.IOT_RULE_SQL)
                .contains("FROM 'irrigation/#'")
                .contains("encode(*, 'base64')");
        assertThat(PAYLOAD.path("AwsIotSqlVersion").asText())
                .as("the older one takes JSON payloads alone")
                .isEqualTo("2016-03-23");
        assertThat(PAYLOAD.path("RuleDisabled").asBoolean()).isFalse();
    }

    @Test
    void linesAreSeparatedByTheRuleBecauseFirehoseSeparatesNothing() {
        JsonNode firehose = PAYLOAD.at("/Actions/0/Firehose");

        assertThat(firehose.path("Separator").asText()).isEqualTo("\n");
        assertThat(firehose.path("BatchMode").asBoolean())
                .as("a batch is made of an array, the rule makes an object")
                .isFalse();
    }

    @Test
    void whatRuleAndFirehoseWriteIsReadByTheBackfill() throws Exception {
        String first =
                """
                {"topic":"irrigation/gateway/status","client_id":"irrigation-gateway-000",\
                "time":1764147600123,"payload":"%s"}"""
                        .formatted(Base64.getEncoder().encodeToString("{\"a\":1}".getBytes(UTF_8)));
        String second =
                """
                {"topic":"irrigation/sensors/A1/data","client_id":"n/a",\
                "time":1764147600456,"payload":"AP9ubyBKU09O"}""";
        String separator = PAYLOAD.at("/Actions/0/Firehose/Separator").asText();
        assertThat(FILES.path("CompressionFormat").asText()).isEqualTo("GZIP");
        byte[] file = gzip(first + separator + second + separator);

        ArchiveCodec codec = new ArchiveCodec();
        List<String> lines = lines(file);
        ArchivedMessage original = codec.decode(lines.get(0).getBytes(UTF_8));
        ArchivedMessage binary = codec.decode(lines.get(1).getBytes(UTF_8));

        assertThat(lines).hasSize(2);
        assertThat(original.topic()).isEqualTo("irrigation/gateway/status");
        assertThat(new String(original.payload(), UTF_8)).isEqualTo("{\"a\":1}");
        assertThat(binary.clientId()).isNull();
        assertThat(binary.payload()).startsWith(0, 255);
    }

    @Test
    void foldersAreTheHoursOfUtcThatTheBackfillLooksFor() {
        Instant received = Instant.parse("2026-01-02T03:04:05Z");

        assertThat(evaluated(FILES.path("Prefix").asText(), received))
                .isEqualTo("archive/dt=2026-01-02/hour=03/");
        assertThat(FILES.path("CustomTimeZone").asText()).isEqualTo("UTC");
        assertThat(FILES.path("FileExtension").isMissingNode())
                .as("Firehose's own for GZIP is .gz")
                .isTrue();
    }

    @Test
    void whatFirehoseCannotDeliverIsNoPartOfTheArchiveNorOfATable() {
        String errors = FILES.path("ErrorOutputPrefix").asText();

        assertThat(errors)
                .as("Firehose wants its kind in it")
                .startsWith("archive-errors/!{firehose:error-output-type}/");
        assertThat(Stream.concat(Stream.of("archive/"), tablePrefixes()))
                .noneMatch(errors::startsWith);
        assertThat(tablePrefixes()).noneMatch(prefix -> "archive/".startsWith(prefix));
        assertThat(tablePrefixes()).noneMatch(prefix -> prefix.startsWith("archive/"));
    }

    @Test
    void aFileIsGatheredForFiveMinutesAtMost() {
        assertThat(FILES.at("/BufferingHints/IntervalInSeconds").asInt()).isEqualTo(300);
        assertThat(FILES.at("/BufferingHints/SizeInMBs").asInt()).isBetween(1, 128);
    }

    @Test
    void aMessageThatIsNotTakenIsLoggedAndSoIsAFileThatCannotBeWritten() {
        String group = TEMPLATE.of("AWS::Logs::LogGroup").keySet().iterator().next();

        assertThat(PAYLOAD.at("/ErrorAction/CloudwatchLogs/LogGroupName/Ref").asText())
                .isEqualTo(group);
        assertThat(FILES.at("/CloudWatchLoggingOptions/Enabled").asBoolean()).isTrue();
        assertThat(FILES.at("/CloudWatchLoggingOptions/LogGroupName/Ref").asText())
                .isEqualTo(group);
        assertThat(FILES.at("/CloudWatchLoggingOptions/LogStreamName/Ref").asText())
                .as("without the stream nothing is logged")
                .isEqualTo(TEMPLATE.of("AWS::Logs::LogStream").keySet().iterator().next());
        assertThat(
                        TEMPLATE.resource("AWS::Logs::LogGroup")
                                .at("/Properties/RetentionInDays")
                                .asInt())
                .isEqualTo(30);
    }

    @Test
    void theStreamMayWriteBeforeItIsMadeAndTheRuleBeforeItFires() {
        assertThat(dependencies("AWS::KinesisFirehose::DeliveryStream"))
                .anyMatch(id -> id.startsWith("RawArchiveDeliveryRoleDefaultPolicy"));
        assertThat(dependencies("AWS::IoT::TopicRule"))
                .anyMatch(id -> id.startsWith("RawArchiveRuleRoleDefaultPolicy"));
    }

    @Test
    void rolesAreTakenByTheServicesThatNeedThem() {
        assertThat(service("RawArchiveDeliveryRole")).isEqualTo("firehose.amazonaws.com");
        assertThat(service("RawArchiveRuleRole")).isEqualTo("iot.amazonaws.com");
    }

    @Test
    void theRulesNameCarriesTheEnvironmentAndNoHyphenWhichIotRefuses() {
        JsonNode rule =
                LakeTemplate.of(Synth.of("environment = \"north-field\""))
                        .resource("AWS::IoT::TopicRule");

        assertThat(rule.at("/Properties/RuleName").asText())
                .isEqualTo("pythoflow_north_field_raw_archive")
                .matches("[a-zA-Z0-9_]+");
    }

    @Test
    void withoutArchiveNothingOfItIsMadeOrPutOut() {
        Synth without = Synth.of("raw_archive = false");

        assertThat(without.resources("Lake", "AWS::IoT::TopicRule")).isEmpty();
        assertThat(without.resources("Lake", "AWS::KinesisFirehose::DeliveryStream")).isEmpty();
        assertThat(without.template("Lake").path("Outputs").has("ArchiveRoot")).isFalse();
    }

    @Test
    void theBackfillIsToldTheArchivesRoot() {
        assertThat(TEMPLATE.value(SYNTH.template("Lake").at("/Outputs/ArchiveRoot/Value")).asText())
                .isEqualTo("s3://the-data/archive");
    }

    private static List<String> dependencies(String type) {
        return Stream.of(TEMPLATE.resource(type).path("DependsOn"))
                .flatMap(ids -> ids.valueStream())
                .map(JsonNode::asText)
                .toList();
    }

    private static String service(String role) {
        return TEMPLATE.resource("AWS::IAM::Role", role)
                .at("/Properties/AssumeRolePolicyDocument/Statement/0/Principal/Service")
                .asText();
    }

    private static Stream<String> tablePrefixes() {
        return Tables.ALL.stream().map(table -> LakeLayout.prefix(table) + "/");
    }

    /** What Firehose makes of a prefix: its patterns are those of DateTimeFormatter. */
    private static String evaluated(String prefix, Instant oldest) {
        return TIMESTAMP
                .matcher(prefix)
                .replaceAll(
                        expression ->
                                Matcher.quoteReplacement(
                                        DateTimeFormatter.ofPattern(expression.group(1))
                                                .format(oldest.atOffset(ZoneOffset.UTC))));
    }

    private static byte[] gzip(String text) throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(file)) {
            out.write(text.getBytes(UTF_8));
        }
        return file.toByteArray();
    }

    private static List<String> lines(byte[] file) throws Exception {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }
}
