package io.pythoflow.contract.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code docs/configuration.md} and {@code config/local.json} equal to {@link JobProperties}.
 * To write them anew: {@code mvn -pl contract test -Dtest=ConfigurationPageTest
 * -Dpythoflow.write=true}.
 */
class ConfigurationPageTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String HEAD =
            """
            # Configuration

            The job reads the property groups of Amazon Managed Service for Apache Flink; the same file format serves
            local runs:

            ```json
            [{"PropertyGroupId": "window", "PropertyMap": {"window.length": "5 min"}}]
            ```

            `make run` and `make job` start from `config/local.json` (the column "local runs"); the file given with
            `PROPERTIES=` goes over it, the command's own variables over both. On AWS the column "default" holds where
            nothing is set. The names in capitals are the original Lambda's; the job also takes them from the
            environment, where a property group does not set them. A setting that is unknown or cannot be read stops
            the job at start, with every problem in one message.

            Checkpoint interval, parallelism and state backend belong to the service. Local runs take them as options
            of the runner (`make help`).
            """;

    @Test
    void thePageListsEverySetting() throws IOException {
        assertSame(ROOT.resolve("docs/configuration.md"), page());
    }

    @Test
    void theLocalFileSetsWhatTheCatalogueSaysLocalRunsSet() throws IOException {
        assertSame(ROOT.resolve("config/local.json"), localFile());
    }

    @Test
    void everyDefaultCanBeRead() {
        for (Property<?> property : JobProperties.ALL) {
            property.defaultValue();
            Optional.ofNullable(property.localText()).ifPresent(property::parse);
        }
    }

    @Test
    void keysAreUnique() {
        assertThat(JobProperties.ALL).extracting(Property::key).doesNotHaveDuplicates();
    }

    private static void assertSame(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("pythoflow.write")) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file))
                .as(
                        "%s, to be written anew with -DargLine=-Dpythoflow.write=true",
                        file.getFileName())
                .isEqualTo(expected);
    }

    private static String page() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Map.Entry<String, List<Property<?>>> group : groups().entrySet()) {
            page.append("\n## Group `").append(group.getKey()).append("`\n\n");
            page.append(
                    "| key | type | unit | default | local runs | meaning |\n|---|---|---|---|---|---|\n");
            for (Property<?> property : group.getValue()) {
                page.append(
                        "| `%s` | %s | %s | %s | %s | %s Allowed: %s. |%n"
                                .formatted(
                                        property.key(),
                                        property.type().name(),
                                        property.type().unit(),
                                        code(property.defaultText()),
                                        code(property.localText()),
                                        property.meaning(),
                                        property.type().allowed()));
            }
        }
        return page.toString();
    }

    private static String code(String text) {
        return text == null ? "–" : "`" + text + "`";
    }

    private static String localFile() {
        List<String> groups = new ArrayList<>();
        for (Map.Entry<String, List<Property<?>>> group : groups().entrySet()) {
            String settings =
                    group.getValue().stream()
                            .filter(p -> p.localText() != null)
                            .map(p -> "      \"%s\": \"%s\"".formatted(p.key(), p.localText()))
                            .collect(Collectors.joining(",\n"));
            if (!settings.isEmpty()) {
                groups.add(
                        "  {\n    \"PropertyGroupId\": \"%s\",\n    \"PropertyMap\": {\n%s\n    }\n  }"
                                .formatted(group.getKey(), settings));
            }
        }
        return "[\n" + String.join(",\n", groups) + "\n]\n";
    }

    private static Map<String, List<Property<?>>> groups() {
        Map<String, List<Property<?>>> groups = new LinkedHashMap<>();
        for (Property<?> property : JobProperties.ALL) {
            groups.computeIfAbsent(property.group(), g -> new ArrayList<>()).add(property);
        }
        return groups;
    }
}
