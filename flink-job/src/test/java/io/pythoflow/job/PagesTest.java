package io.pythoflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader of the documentation clicks on and copies. */
class PagesTest {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```$");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsToAFileAndAHeadingOfIt(Path page) throws IOException {
        assertThat(links(page).stream().filter(link -> !link.contains("://")))
                .allSatisfy(
                        link -> {
                            String[] parts = link.split("#", 2);
                            Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
                            assertThat(target).exists();
                            if (parts.length == 2) {
                                assertThat(anchors(target)).contains(parts[1]);
                            }
                        });
    }

    @Test
    void theTranslationOfTheReadmeHasItsCommandsAndItsLinks() throws IOException {
        Path original = JavaProcess.root().resolve("README.md");
        Path translation = JavaProcess.root().resolve("README.pt-BR.md");
        Predicate<String> isNoTranslation = link -> !link.startsWith("README");

        assertThat(found(BLOCK, translation)).isNotEmpty().isEqualTo(found(BLOCK, original));
        assertThat(links(translation).stream().filter(isNoTranslation))
                .isNotEmpty()
                .containsExactlyElementsOf(
                        links(original).stream().filter(isNoTranslation).toList());
        assertThat(anchors(translation)).hasSameSizeAs(anchors(original));
    }

    static List<Path> pages() throws IOException {
        Path root = JavaProcess.root();
        List<Path> pages = new ArrayList<>();
        for (String folder : List.of("", "docs", "docs/adr")) {
            try (Stream<Path> files = Files.list(root.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages;
    }

    private static List<String> links(Path page) throws IOException {
        return LINK.matcher(withoutBlocks(page)).results().map(link -> link.group(1)).toList();
    }

    /** The anchors that GitHub gives the headings of a page. */
    private static List<String> anchors(Path page) throws IOException {
        return HEADING.matcher(withoutBlocks(page))
                .results()
                .map(
                        heading ->
                                heading.group(1)
                                        .toLowerCase(Locale.ROOT)
                                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                                        .replace(' ', '-'))
                .toList();
    }

    private static List<String> found(Pattern pattern, Path page) throws IOException {
        return pattern.matcher(Files.readString(page)).results().map(MatchResult::group).toList();
    }

    private static String withoutBlocks(Path page) throws IOException {
        return BLOCK.matcher(Files.readString(page)).replaceAll("");
    }
}
