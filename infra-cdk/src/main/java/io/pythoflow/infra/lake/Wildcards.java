package io.pythoflow.infra.lake;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Validations;
import software.constructs.Construct;

/**
 * Answers cdk-nag's rule AwsSolutions-IAM5, which finds every resource with a wildcard: each is
 * acknowledged by its own name, so that one that is added later is found again.
 */
final class Wildcards {

    private Wildcards() {}

    /**
     * Acknowledges those of the resources that have a wildcard.
     *
     * @param owner of the policy
     * @param reason why it cannot be narrower
     * @param arns may be tokens
     */
    static void acknowledge(Construct owner, String reason, List<String> arns) {
        for (String arn : arns) {
            String name = name(Stack.of(owner).resolve(arn));
            if (name.contains("*")) {
                Validations.of(owner)
                        .acknowledge(
                                Acknowledgment.builder()
                                        .id("AwsSolutions-IAM5[Resource::" + name + "]")
                                        .reason(reason)
                                        .build());
            }
        }
    }

    /** As cdk-nag writes it: references in angle brackets. */
    private static String name(Object value) {
        if (!(value instanceof Map<?, ?> function)) {
            return String.valueOf(value);
        }
        if (function.get("Fn::Join") instanceof List<?> join
                && join.get(1) instanceof List<?> parts) {
            return parts.stream()
                    .map(Wildcards::name)
                    .collect(Collectors.joining(String.valueOf(join.get(0))));
        }
        if (function.get("Fn::GetAtt") instanceof List<?> attribute) {
            return "<" + attribute.get(0) + "." + attribute.get(1) + ">";
        }
        return "<" + function.get("Ref") + ">";
    }
}
