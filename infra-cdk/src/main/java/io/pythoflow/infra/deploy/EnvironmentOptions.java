package io.pythoflow.infra.deploy;

import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.InfraConfigReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Which environment a command is about, and how AWS is reached. */
final class EnvironmentOptions {

    @Option(names = "--environment", required = true, description = "Its file of variables.")
    private Path environment;

    InfraConfig config() throws IOException {
        return InfraConfigReader.read(environment);
    }

    /** Does something with AWS. */
    <T> T with(InfraConfig config, Function<Cloud, T> work) {
        try (AwsCloud aws = new AwsCloud(config.region(), System.getenv())) {
            return work.apply(aws.cloud());
        }
    }
}
