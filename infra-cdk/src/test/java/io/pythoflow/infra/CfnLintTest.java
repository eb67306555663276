package io.pythoflow.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.infra.testing.Synth;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What cfn-lint of requirements-dev.txt, which knows the resources' schemas, says of the templates.
 */
class CfnLintTest {

    private static final Path PROGRAM =
            Path.of(System.getProperty("pythoflow.venv"), "bin/cfn-lint");

    @ParameterizedTest
    @ValueSource(strings = {"dev", "original", "academy"})
    void findsNothing(String environment) throws Exception {
        assertThat(PROGRAM).as("run bin/venv, which installs it").isExecutable();
        Synth synth = Synth.of(variables(environment));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                PROGRAM.toString(),
                                "--regions",
                                synth.config().region(),
                                // The CDK writes dependencies down that references imply already.
                                "--ignore-checks",
                                "W3005",
                                "--"));
        synth.templates()
                .keySet()
                .forEach(
                        stack ->
                                command.add(
                                        synth.output()
                                                .resolve(stack + ".template.json")
                                                .toString()));

        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
    }

    private static String variables(String environment) throws IOException {
        return Files.readString(
                Path.of(
                        System.getProperty("pythoflow.root"),
                        "infra-cdk/environments",
                        environment + ".tfvars"));
    }
}
