package io.pythoflow.infra.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Allows actions on resources, to a connection whose certificate is attached to a thing.
 *
 * <p>The condition is on every statement, not on that of {@link IotAction#CONNECT} alone: a client
 * may publish over HTTPS with its certificate, without ever having connected, and no thing is known
 * there.
 *
 * @param resources without their ARN's beginning, for example {@code topic/irrigation/errors}
 * @param connectAttributes what a connection may ask for beside; empty where nothing is connected
 * @see <a
 *     href="https://docs.aws.amazon.com/iot/latest/developerguide/thing-policy-variables.html">Thing
 *     policy variables</a>
 */
public record IotStatement(
        List<IotAction> actions,
        List<String> resources,
        Optional<List<ConnectAttribute>> connectAttributes) {

    public IotStatement {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        connectAttributes = connectAttributes.map(List::copyOf);
    }

    /** A statement that concerns topics. */
    static IotStatement of(List<IotAction> actions, List<String> resources) {
        return new IotStatement(actions, resources, Optional.empty());
    }

    /** As in a document; {@code arnPrefix} is {@code arn:<partition>:iot:<region>:<account>:}. */
    Map<String, Object> document(String arnPrefix) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("Effect", "Allow");
        document.put("Action", actions.stream().map(IotAction::key).toList());
        document.put("Resource", resources.stream().map(arnPrefix::concat).toList());
        document.put("Condition", condition());
        return document;
    }

    private Map<String, Object> condition() {
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("Bool", Map.of("iot:Connection.Thing.IsAttached", "true"));
        connectAttributes.ifPresent(
                allowed ->
                        condition.put(
                                "ForAllValues:StringEquals",
                                Map.of(
                                        "iot:ConnectAttributes",
                                        allowed.stream().map(ConnectAttribute::key).toList())));
        return condition;
    }
}
