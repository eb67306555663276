package io.pythoflow.infra;

import java.util.Map;
import software.amazon.awscdk.Validations;
import software.constructs.Construct;

/** Answers to what the checks of a synthesis find. */
public final class Findings {

    private Findings() {}

    /**
     * Acknowledges a finding on a construct and what it is made of, as {@link
     * Validations#acknowledge} does; that one takes no id in which {@code ::} occurs twice, and
     * ARNs with {@code <AWS::Partition>} are part of cdk-nag's ids.
     *
     * @param reason why it is right as it is
     */
    public static void acknowledge(Construct construct, String id, String reason) {
        construct
                .getNode()
                .addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, Map.of(id, reason));
    }

    /**
     * Acknowledges a wildcard that a role's policy has in an ARN.
     *
     * @param arn with references in angle brackets, for example {@code
     *     arn:<AWS::Partition>:iot:us-east-1:<AWS::AccountId>:cert/*}
     */
    public static void acknowledgeWildcard(Construct construct, String arn, String reason) {
        acknowledge(construct, "AwsSolutions-IAM5[Resource::" + arn + "]", reason);
    }
}
