package io.pythoflow.infra.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iot.model.IotException;

/** {@code Custom::IotEndpoint}, from the event to the answer. */
class IotEndpointTest {

    private static final Map<String, String> PROPERTIES = Map.of("EndpointType", "iot:Data-ATS");

    private final ManualLambda lambda = new ManualLambda();
    private final FakeIot iot = new FakeIot();
    private final IotEndpointHandler handler = new IotEndpointHandler(iot, lambda.platform());

    @Test
    void looksTheAddressUpOnCreate() throws IOException {
        lambda.run(handler, Requests.create(PROPERTIES).text());
        assertFound();
    }

    @Test
    void looksTheAddressUpOnUpdate() throws IOException {
        lambda.run(handler, Requests.update("iot:Data-ATS", PROPERTIES, PROPERTIES).text());
        assertFound();
    }

    @Test
    void deletesNothing() throws IOException {
        iot.fails("DescribeEndpoint", IotException.builder().message("denied").build());
        lambda.run(handler, Requests.delete("iot:Data-ATS", PROPERTIES).text());
        assertThat(lambda.answer())
                .containsEntry("Status", "SUCCESS")
                .containsEntry("PhysicalResourceId", "iot:Data-ATS");
    }

    @Test
    void saysWhatAwsSays() throws IOException {
        iot.fails("DescribeEndpoint", IotException.builder().message("denied").build());
        lambda.run(handler, Requests.create(PROPERTIES).text());
        assertThat(lambda.answer()).containsEntry("Status", "FAILED");
        assertThat(Objects.requireNonNull(lambda.answer().get("Reason")).toString())
                .startsWith("denied (log stream ");
    }

    private void assertFound() {
        assertThat(lambda.answer())
                .containsEntry("Status", "SUCCESS")
                .containsEntry("PhysicalResourceId", "iot:Data-ATS")
                .containsEntry("Data", Map.of("Address", "iot-Data-ATS.iot.example.com"));
    }
}
