package io.pythoflow.infra.policy;

import static io.pythoflow.infra.policy.IotAction.CONNECT;
import static io.pythoflow.infra.policy.IotAction.PUBLISH;
import static io.pythoflow.infra.policy.IotAction.RECEIVE;
import static io.pythoflow.infra.policy.IotAction.RETAIN_PUBLISH;
import static io.pythoflow.infra.policy.IotAction.SUBSCRIBE;

import io.pythoflow.contract.topic.Topics;
import io.pythoflow.infra.Names;
import io.pythoflow.infra.config.InfraConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The policies of gateways, of the job and of the operator. One policy serves every gateway: what
 * it may do is told by the name and the number of its thing.
 *
 * <p>AWS reads {@code *} as any characters, {@code /} among them, and {@code +} as a plus sign.
 */
public final class DevicePolicies {

    /** Attribute of a gateway's thing: {@code 000}, what commands address it by. */
    public static final String NUMBER_ATTRIBUTE = "number";

    private static final String THING = "${iot:Connection.Thing.ThingName}";
    private static final String NUMBER =
            "${iot:Connection.Thing.Attributes[" + NUMBER_ATTRIBUTE + "]}";

    /** Its own devices: itself, and its valves. */
    private static final List<String> DEVICES = List.of(NUMBER, NUMBER + "-*");

    private DevicePolicies() {}

    /** What each gateway may do. */
    public static List<IotPolicy> ofGateways(InfraConfig config) {
        List<String> published =
                Stream.concat(
                                Stream.of(
                                        Topics.SENSOR_DATA_FILTER,
                                        Topics.GATEWAY_STATUS,
                                        Topics.ERRORS,
                                        Topics.DIAGNOSTICS),
                                DEVICES.stream().map(Topics::commandAck))
                        .toList();
        List<String> received =
                Stream.concat(
                                DEVICES.stream().map(Topics::command),
                                Stream.of(Topics.SYSTEM_UPDATES))
                        .toList();
        return List.of(
                new IotPolicy(
                        name(config, "gateway"),
                        List.of(
                                connect(
                                        ConnectAttribute.LAST_WILL,
                                        ConnectAttribute.PERSISTENT_CONNECT),
                                IotStatement.of(List.of(PUBLISH), topics(published)),
                                subscribe(received))));
    }

    /** What the job may do, and whoever consumes the same messages as the same thing. */
    public static List<IotPolicy> ofCompute(InfraConfig config) {
        String share = "$share/" + Names.sharedGroup(config) + "/";
        return List.of(
                new IotPolicy(
                        name(config, "compute"),
                        List.of(
                                connect(ConnectAttribute.PERSISTENT_CONNECT),
                                IotStatement.of(
                                        List.of(PUBLISH),
                                        topics(
                                                List.of(
                                                        Topics.COMMAND_FILTER,
                                                        Topics.SYSTEM_UPDATES))),
                                subscribe(
                                        Stream.concat(
                                                        Topics.INGEST_FILTERS.stream(),
                                                        Stream.of(Topics.SYSTEM_UPDATES))
                                                .toList()))),
                new IotPolicy(
                        name(config, "compute-shared"),
                        List.of(
                                subscribe(
                                        Topics.INGEST_FILTERS.stream()
                                                .map(share::concat)
                                                .toList()))));
    }

    /** What the operator may do. */
    public static List<IotPolicy> ofOperator(InfraConfig config) {
        List<String> updates = List.of(Topics.SYSTEM_UPDATES);
        return List.of(
                new IotPolicy(
                        name(config, "operator"),
                        List.of(
                                connect(),
                                IotStatement.of(List.of(PUBLISH, RETAIN_PUBLISH), topics(updates)),
                                subscribe(updates))));
    }

    /**
     * Of the account: the original's policies, of other names, exist beside while it is adopted.
     */
    private static String name(InfraConfig config, String who) {
        return Names.stack(config, who);
    }

    /** As the thing, or as one of its further clients: {@code <thing>-…}. */
    private static IotStatement connect(ConnectAttribute... attributes) {
        return new IotStatement(
                List.of(CONNECT),
                List.of("client/" + THING, "client/" + THING + "-*"),
                Optional.of(List.of(attributes)));
    }

    /**
     * To subscribe to filters and to receive what they match. AWS checks a delivery of a shared
     * subscription against {@code topic/$share/…}.
     *
     * @see <a
     *     href="https://github.com/aws/aws-iot-device-sdk-java-v2/tree/main/samples/Mqtt5/SharedSubscription">
     *     AWS's sample policy of a shared subscription</a>
     */
    private static IotStatement subscribe(List<String> filters) {
        return IotStatement.of(
                List.of(SUBSCRIBE, RECEIVE),
                Stream.concat(
                                filters.stream().map(filter -> "topicfilter/" + pattern(filter)),
                                topics(filters).stream())
                        .toList());
    }

    private static List<String> topics(List<String> filters) {
        return filters.stream().map(filter -> "topic/" + pattern(filter)).toList();
    }

    private static String pattern(String filter) {
        return filter.replace('+', '*');
    }
}
