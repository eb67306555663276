package io.pythoflow.infra.config;

import java.util.List;
import java.util.regex.Pattern;

/** What an environment is called and where it is. */
final class GeneralSection {

    static final Variable<String> ENVIRONMENT =
            Variable.of(
                    "environment",
                    VariableType.text(
                            "1 to 20 lower-case letters, digits or '-', a letter first and no '-' last",
                            Pattern.compile("[a-z]([a-z0-9-]{0,18}[a-z0-9])?")),
                    "\"dev\"",
                    "Name that stacks, client ids, the share group and secrets carry. One environment"
                            + " has an account and region to itself, since the topics of AWS IoT Core"
                            + " are one namespace there.");

    static final Variable<String> AWS_REGION =
            Variable.of(
                    "aws_region",
                    VariableType.text(
                            "a region of AWS such as us-east-1",
                            Pattern.compile("[a-z]{2,4}(-[a-z]{2,9}){1,2}-[1-9]")),
                    "\"us-east-1\"",
                    "Where everything is made.");

    static final Section SECTION = new Section("General", List.of(ENVIRONMENT, AWS_REGION));

    private GeneralSection() {}
}
