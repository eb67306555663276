package io.pythoflow.infra.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A policy of AWS IoT Core. AWS takes documents of at most {@value #MAXIMUM_CHARACTERS} characters
 * without white space.
 *
 * @param name of the account's policies in a region
 * @see <a href="https://docs.aws.amazon.com/iot/latest/apireference/API_CreatePolicy.html">
 *     CreatePolicy</a>
 */
public record IotPolicy(String name, List<IotStatement> statements) {

    public static final int MAXIMUM_CHARACTERS = 2048;

    /** Most policies that AWS attaches to one certificate. */
    public static final int MAXIMUM_OF_CERTIFICATE = 10;

    public IotPolicy {
        statements = List.copyOf(statements);
    }

    /**
     * The document.
     *
     * @param arnPrefix {@code arn:<partition>:iot:<region>:<account>:}
     */
    public Map<String, Object> document(String arnPrefix) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("Version", "2012-10-17");
        document.put(
                "Statement",
                statements.stream().map(statement -> statement.document(arnPrefix)).toList());
        return document;
    }
}
