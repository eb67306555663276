package io.pythoflow.infra.handler;

import java.util.Map;
import software.amazon.awssdk.services.iot.IotClient;

/**
 * Looks up the address of the account's IoT endpoint in this region. Property {@code EndpointType}:
 * such as {@code iot:Data-ATS}; attribute {@code Address}: a host name.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/iot/latest/apireference/API_DescribeEndpoint.html">DescribeEndpoint</a>
 */
final class IotEndpoint implements ResourceWork {

    private final IotClient iot;

    IotEndpoint(IotClient iot) {
        this.iot = iot;
    }

    @Override
    public Step create(ResourceRequest request) {
        String type = request.properties().text("EndpointType");
        String address = iot.describeEndpoint(call -> call.endpointType(type)).endpointAddress();
        return new Done(type, Map.of("Address", address));
    }

    @Override
    public Step update(ResourceRequest request) {
        return create(request);
    }

    /** The endpoint is the account's. */
    @Override
    public Step delete(ResourceRequest request) {
        return new Done(request.physicalId());
    }
}
