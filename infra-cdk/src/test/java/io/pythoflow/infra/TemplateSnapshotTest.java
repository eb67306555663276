package io.pythoflow.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.pythoflow.infra.testing.Synth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A change of the templates is seen in the diff of what they were. After one that is meant they are
 * written anew with {@code mvn -pl infra-cdk,infra-cdk/handlers -am test
 * -Dtest=TemplateSnapshotTest -Dsurefire.failIfNoSpecifiedTests=false
 * -DargLine=-Dpythoflow.write=true}.
 */
class TemplateSnapshotTest {

    private static final Path SNAPSHOTS =
            Path.of(System.getProperty("pythoflow.root"), "infra-cdk/src/test/resources/snapshot");
    private static final Pattern ASSET_HASH = Pattern.compile("\\b[0-9a-f]{64}\\b");
    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    @ParameterizedTest
    @ValueSource(strings = {"Lake", "Network", "Devices", "Processing", "Monitoring"})
    void templateIsAsItWas(String stack) throws IOException {
        String now = normalised(Synth.of(Synth.DEFAULTS).template(stack));
        Path file = SNAPSHOTS.resolve(stack + ".json");
        if (Boolean.getBoolean("pythoflow.write")) {
            Files.createDirectories(SNAPSHOTS);
            Files.writeString(file, now);
        }

        assertThat(file).exists();
        assertThat(now)
                .as("%s, to be written anew with -DargLine=-Dpythoflow.write=true", file)
                .isEqualTo(Files.readString(file));
    }

    private static String normalised(JsonNode template) throws IOException {
        Object sorted = JSON.treeToValue(template, Object.class);
        return ASSET_HASH.matcher(JSON.writeValueAsString(sorted)).replaceAll("<hash of an asset>")
                + "\n";
    }
}
