package io.pythoflow.contract.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.Schema;
import io.pythoflow.contract.payload.Flags;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The samples in {@code golden}: what the codec makes of each, and that the schema of its payload
 * says the same. {@code valid} is what we agreed on; {@code tolerated} is what else comes in from
 * the field; of {@code partly} some elements are good; {@code invalid} has none.
 */
class GoldenSampleTest {

    private record Sample(String folder, String name, Path json, List<String> expected) {

        static Sample of(Path json) {
            String file = json.getFileName().toString();
            String name = file.substring(0, file.length() - ".json".length());
            try {
                return new Sample(
                        json.getParent().getFileName().toString(),
                        name,
                        json,
                        Files.readAllLines(json.resolveSibling(name + ".expected")));
            } catch (IOException e) {
                throw new AssertionError("Sample " + json + " has no .expected beside it", e);
            }
        }

        byte[] payload() throws IOException {
            return Files.readAllBytes(json);
        }

        String topic() {
            return expected.get(0).substring("topic ".length());
        }

        Schema schema() {
            return Schema.named(expected.get(1).substring("schema ".length()));
        }

        @Override
        public String toString() {
            return folder + "/" + name;
        }
    }

    static Stream<Sample> samples() throws IOException, URISyntaxException {
        Path golden = Path.of(GoldenSampleTest.class.getResource("/golden").toURI());
        try (Stream<Path> files = Files.walk(golden)) {
            return files
                    .filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(Sample::of)
                    .toList()
                    .stream();
        }
    }

    /** The samples' bytes, for whoever wants payloads to spoil. */
    static List<byte[]> payloads() throws IOException, URISyntaxException {
        List<byte[]> payloads = new ArrayList<>();
        for (Sample sample : samples().toList()) {
            payloads.add(sample.payload());
        }
        return payloads;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isDecodedAsExpected(Sample sample) throws IOException {
        RecordingHandler found = RecordingHandler.decode(sample.topic(), sample.payload());

        assertThat(found.lines)
                .containsExactlyElementsOf(sample.expected().subList(2, sample.expected().size()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void codecAndSchemaAgree(Sample sample) throws IOException {
        RecordingHandler found = RecordingHandler.decode(sample.topic(), sample.payload());
        var violations = sample.schema().violationsOfElements(sample.payload());

        if (sample.folder().equals("valid")) {
            assertThat(violations).isEmpty();
            assertThat(found.rejects).isEmpty();
            assertThat(found.readings)
                    .allSatisfy(
                            reading ->
                                    assertThat(reading.flags())
                                            .noneMatch(f -> f.startsWith(Flags.INVALID_FIELD)));
        } else {
            assertThat(violations).isNotEmpty();
            assertThat(found.rejects.isEmpty()).isEqualTo(sample.folder().equals("tolerated"));
        }
        if (sample.folder().equals("invalid")) {
            assertThat(found.lines).hasSize(1);
            assertThat(found.rejects.get(0).payload()).isEqualTo(sample.payload());
        }
        if (sample.folder().equals("partly")) {
            assertThat(found.readings).isNotEmpty();
        }
    }

    @Test
    void everyFolderHasSamples() throws IOException, URISyntaxException {
        assertThat(samples().map(Sample::folder).distinct())
                .containsExactly("invalid", "partly", "tolerated", "valid");
    }
}
