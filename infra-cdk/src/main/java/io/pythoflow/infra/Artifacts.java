package io.pythoflow.infra;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What was built before and is uploaded with a deploy.
 *
 * @param jobJar the Flink application
 * @param handlersJar the Lambda functions of custom resources
 */
public record Artifacts(Path jobJar, Path handlersJar) {

    public Artifacts {
        Objects.requireNonNull(jobJar, "jobJar");
        Objects.requireNonNull(handlersJar, "handlersJar");
    }
}
