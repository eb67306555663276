package io.pythoflow.infra.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides as AWS IoT Core does: refused unless allowed, and refused if anything denies it. Knows
 * the conditions and variables that these policies use, and fails on any other.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/iot/latest/developerguide/iot-policy-variables.html">Policy
 *     variables</a>
 */
public final class PolicyEvaluator {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("iot:Connection\\.Thing\\.Attributes\\[(.*)]");

    /**
     * Who asks.
     *
     * @param thing that is known; empty over HTTPS
     * @param attributes of the thing
     * @param attached whether the certificate is attached to it: without, AWS may still know a
     *     thing by the client id
     * @param connectAttributes what the CONNECT packet asks for
     */
    public record Connection(
            String clientId,
            Optional<String> thing,
            Map<String, String> attributes,
            boolean attached,
            List<String> connectAttributes) {

        /** The same client id with a certificate of no thing. */
        Connection detached() {
            return new Connection(clientId, thing, attributes, false, connectAttributes);
        }

        /** The same certificate where no thing is known. */
        Connection overHttps() {
            return new Connection(clientId, Optional.empty(), Map.of(), false, connectAttributes);
        }
    }

    /** By pattern and connection: few of either, asked for thousands of times. */
    private static final Map<List<Object>, Optional<Pattern>> COMPILED = new ConcurrentHashMap<>();

    private final List<JsonNode> documents;

    /** Of the policies that are attached to one certificate. */
    public PolicyEvaluator(List<JsonNode> documents) {
        this.documents = List.copyOf(documents);
    }

    /**
     * Whether an action is allowed.
     *
     * @param action for example {@code iot:Publish}
     * @param resource its ARN
     */
    public boolean allows(Connection connection, String action, String resource) {
        boolean allowed = false;
        for (JsonNode document : documents) {
            for (JsonNode statement : document.path("Statement")) {
                if (applies(statement, connection, action, resource)) {
                    switch (statement.path("Effect").asText()) {
                        case "Allow" -> allowed = true;
                        case "Deny" -> {
                            return false;
                        }
                        default -> throw new AssertionError("Effect of " + statement);
                    }
                }
            }
        }
        return allowed;
    }

    private static boolean applies(
            JsonNode statement, Connection connection, String action, String resource) {
        return texts(statement.path("Action")).stream()
                        .anyMatch(wanted -> matches(wanted, connection, action))
                && texts(statement.path("Resource")).stream()
                        .anyMatch(wanted -> matches(wanted, connection, resource))
                && holds(statement.path("Condition"), connection);
    }

    private static boolean matches(String pattern, Connection connection, String text) {
        return COMPILED.computeIfAbsent(
                        List.of(pattern, connection), key -> compile(pattern, connection))
                .map(compiled -> compiled.matcher(text).matches())
                .orElse(false);
    }

    /** A variable that has no value matches nothing; the value of one is taken literally. */
    private static Optional<Pattern> compile(String pattern, Connection connection) {
        StringBuilder regex = new StringBuilder();
        Matcher variable = VARIABLE.matcher(pattern);
        int end = 0;
        while (variable.find()) {
            Optional<String> value = value(variable.group(1), connection);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            regex.append(wildcards(pattern.substring(end, variable.start())));
            regex.append(Pattern.quote(value.get()));
            end = variable.end();
        }
        regex.append(wildcards(pattern.substring(end)));
        return Optional.of(Pattern.compile(regex.toString(), Pattern.DOTALL));
    }

    private static String wildcards(String literal) {
        StringBuilder regex = new StringBuilder();
        literal.chars()
                .forEach(
                        c -> {
                            switch (c) {
                                case '*' -> regex.append(".*");
                                case '?' -> regex.append('.');
                                default -> regex.append(Pattern.quote(Character.toString(c)));
                            }
                        });
        return regex.toString();
    }

    private static Optional<String> value(String variable, Connection connection) {
        Matcher attribute = ATTRIBUTE.matcher(variable);
        if (attribute.matches()) {
            return Optional.ofNullable(connection.attributes().get(attribute.group(1)));
        }
        return switch (variable) {
            case "iot:Connection.Thing.ThingName" -> connection.thing();
            case "iot:ClientId" -> Optional.of(connection.clientId());
            default -> throw new AssertionError("Unknown variable " + variable);
        };
    }

    private static boolean holds(JsonNode condition, Connection connection) {
        for (Map.Entry<String, JsonNode> operator : condition.properties()) {
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                List<String> wanted = texts(key.getValue());
                boolean holds =
                        switch (operator.getKey() + " " + key.getKey()) {
                            case "Bool iot:Connection.Thing.IsAttached" ->
                                    wanted.contains(Boolean.toString(connection.attached()));
                            case "ForAllValues:StringEquals iot:ConnectAttributes" ->
                                    wanted.containsAll(connection.connectAttributes());
                            default ->
                                    throw new AssertionError(
                                            "Unknown condition " + operator + " " + key);
                        };
                if (!holds) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(element -> texts.add(element.asText()));
        } else {
            texts.add(node.asText());
        }
        return texts;
    }
}
