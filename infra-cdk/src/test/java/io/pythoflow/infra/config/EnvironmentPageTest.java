package io.pythoflow.infra.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps {@code docs/environment.md} and {@code environments/dev.tfvars} equal to {@link
 * Section#ALL}. To write them anew: {@code mvn -pl infra-cdk -am test -Dtest=EnvironmentPageTest
 * -Dsurefire.failIfNoSpecifiedTests=false -DargLine=-Dpythoflow.write=true}.
 */
class EnvironmentPageTest {

    private static final Path ROOT = Path.of(System.getProperty("pythoflow.root"));
    private static final int WIDTH = 110;

    private static final String PAGE_HEAD =
            """
            # Environments

            An environment is one file of variables in `infra-cdk/environments`, in the syntax of Terraform's `.tfvars`:
            `name = value`, one a line, with texts in double quotes, whole numbers, `true`, `false`, lists in brackets, maps
            in braces and comments behind `#`. The original's own file reads as it stands
            (`infra-cdk/environments/original.tfvars`). `make synth ENV=dev` takes `infra-cdk/environments/dev.tfvars`,
            `make synth ENV=path/to/field.tfvars` that file.

            A file names what differs from the defaults below. It is read before anything is made, and every problem with it
            is reported at once: what is unknown, what is not allowed, and what does not fit together.
            """;

    private static final String FILE_HEAD =
            """
            # A small environment: two gateways, one processing unit, nothing opened by itself. Every other variable stands
            # below as a comment, with its default where it has one; docs/environment.md explains the syntax. Copy this file
            # to make another environment, or change it here.
            environment = "dev"
            """;

    @Test
    void thePageListsEveryVariable() throws IOException {
        assertSame(ROOT.resolve("docs/environment.md"), page());
    }

    @Test
    void theFileOfDevelopmentShowsEveryVariable() throws IOException {
        assertSame(ROOT.resolve("infra-cdk/environments/dev.tfvars"), file());
    }

    static List<Variable<?>> variables() {
        return Section.everyVariable().toList();
    }

    @ParameterizedTest
    @MethodSource("variables")
    void defaultAndExampleCanBeRead(Variable<?> variable) {
        assertThat(read(variable, variable.example())).isEmpty();
        if (variable.defaultLiteral() != null) {
            assertThat(read(variable, variable.defaultLiteral())).isEmpty();
        }
    }

    @Test
    void namesAreUnique() {
        assertThat(variables()).extracting(Variable::name).doesNotHaveDuplicates();
    }

    private static List<String> read(Variable<?> variable, String literal) {
        List<String> refused = new ArrayList<>();
        variable.type()
                .reader()
                .read(Tfvars.literal(literal), (value, mustBe) -> refused.add(mustBe));
        return refused;
    }

    private static void assertSame(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("pythoflow.write")) {
            Files.writeString(file, expected);
        }
        assertThat(file)
                .as("to be written anew with -DargLine=-Dpythoflow.write=true")
                .hasContent(expected);
    }

    private static String page() {
        StringBuilder page = new StringBuilder(PAGE_HEAD);
        for (Section section : Section.ALL) {
            page.append("\n## ").append(section.title()).append("\n\n");
            page.append("| variable | type | default | meaning |\n|---|---|---|---|\n");
            for (Variable<?> variable : section.variables()) {
                page.append(
                        "| `%s` | %s | %s | %s Allowed: %s. |%n"
                                .formatted(
                                        variable.name(),
                                        variable.type().name(),
                                        variable.defaultLiteral() == null
                                                ? variable.otherwise()
                                                : "`" + variable.defaultLiteral() + "`",
                                        variable.meaning(),
                                        variable.type().allowed()));
            }
        }
        return page.toString();
    }

    private static String file() {
        StringBuilder file = new StringBuilder(FILE_HEAD);
        for (Section section : Section.ALL) {
            file.append("\n# ---- ").append(section.title()).append(" ----\n");
            for (Variable<?> variable : section.variables()) {
                if (variable.equals(GeneralSection.ENVIRONMENT)) {
                    continue;
                }
                String text = variable.meaning() + " Allowed: " + variable.type().allowed() + ".";
                if (variable.defaultLiteral() == null) {
                    text += " Where it is not set: " + variable.otherwise() + ".";
                } else if (!variable.example().equals(variable.defaultLiteral())) {
                    text += " Default: " + variable.defaultLiteral() + ".";
                }
                file.append('\n').append(comment(text));
                file.append("# %s = %s%n".formatted(variable.name(), variable.example()));
            }
        }
        return file.toString();
    }

    private static String comment(String text) {
        StringBuilder lines = new StringBuilder();
        StringBuilder line = new StringBuilder("#");
        for (String word : text.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH) {
                lines.append(line).append('\n');
                line = new StringBuilder("#");
            }
            line.append(' ').append(word);
        }
        return lines.append(line).append('\n').toString();
    }
}
