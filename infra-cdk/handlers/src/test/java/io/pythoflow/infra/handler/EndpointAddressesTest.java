package io.pythoflow.infra.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/** {@code Custom::EndpointAddresses}, from the event to the answer. */
class EndpointAddressesTest {

    private static final NetworkInterface A = networkInterface("eni-3", "subnet-1", "10.0.1.7");
    private static final NetworkInterface B1 = networkInterface("eni-1", "subnet-2", "10.0.2.9");
    private static final NetworkInterface B2 = networkInterface("eni-2", "subnet-2", "10.0.2.5");

    private final ManualLambda lambda = new ManualLambda();
    private final ScriptedEc2 ec2 = new ScriptedEc2();
    private final EndpointAddressesHandler handler =
            new EndpointAddressesHandler(ec2, lambda.platform());

    @Test
    void givesTheAddressesInTheOrderOfSubnetsAndInterfaces() throws IOException {
        ec2.finds(B2, A, B1);

        create("eni-1", "eni-2", "eni-3");

        assertThat(lambda.answer())
                .containsEntry("Status", "SUCCESS")
                .containsEntry(
                        "Data",
                        Map.of(
                                "Address0",
                                "10.0.1.7",
                                "Address1",
                                "10.0.2.9",
                                "Address2",
                                "10.0.2.5"));
    }

    @Test
    void theIdFollowsFromTheInterfacesWhateverTheirOrder() throws IOException {
        ec2.finds(A, B1);
        create("eni-3", "eni-1");
        Object id = lambda.answer().get("PhysicalResourceId");
        lambda.bodies.clear();

        create("eni-1", "eni-3");
        assertThat(lambda.answer()).containsEntry("PhysicalResourceId", id);
        assertThat(Objects.requireNonNull(id).toString()).matches("addresses:[0-9a-f]{16}");
        lambda.bodies.clear();

        ec2.finds(A, B2);
        create("eni-2", "eni-3");
        assertThat(lambda.answer().get("PhysicalResourceId")).isNotEqualTo(id);
    }

    @Test
    void waitsUntilEveryInterfaceIsThereWithItsAddress() throws IOException {
        ec2.fails("InvalidNetworkInterfaceID.NotFound");
        ec2.finds(A);
        ec2.finds(A, networkInterface("eni-1", "subnet-2", null));
        ec2.finds(A, B1);

        create("eni-1", "eni-3");

        assertThat(lambda.passed()).isEqualTo(EndpointAddresses.PAUSE.multipliedBy(3));
        assertThat(lambda.answer())
                .containsEntry("Data", Map.of("Address0", "10.0.1.7", "Address1", "10.0.2.9"));
    }

    @Test
    void givesUpAfterFiveMinutesAndSaysWhatIsThere() throws IOException {
        ec2.finds(A);
        create("eni-1", "eni-3");
        assertThat(lambda.passed()).isEqualTo(Duration.ofMinutes(5));
        assertFailure(
                "Of the network interfaces [eni-1, eni-3] only [eni-3] have a private address after 300 s");
    }

    @Test
    void anyOtherErrorIsAFailureAtOnce() throws IOException {
        ec2.fails("UnauthorizedOperation");
        create("eni-1");
        assertFailure("UnauthorizedOperation");
        assertThat(lambda.slept).isEmpty();
    }

    @Test
    void refusesAListThatIsNone() throws IOException {
        lambda.run(handler, Requests.create(Map.of("NetworkInterfaceIds", "eni-1")).text());
        assertFailure("Property NetworkInterfaceIds must be a list of strings");
    }

    @Test
    void deletesNothing() throws IOException {
        lambda.run(handler, Requests.delete("addresses:0", Map.of()).text());
        assertThat(lambda.answer()).containsEntry("Status", "SUCCESS");
    }

    private void create(String... ids) throws IOException {
        lambda.run(handler, Requests.create(Map.of("NetworkInterfaceIds", List.of(ids))).text());
    }

    private void assertFailure(String reason) {
        assertThat(lambda.answer()).containsEntry("Status", "FAILED");
        assertThat(Objects.requireNonNull(lambda.answer().get("Reason")).toString())
                .contains(reason);
    }

    private static NetworkInterface networkInterface(
            String id, String subnet, @Nullable String address) {
        return NetworkInterface.builder()
                .networkInterfaceId(id)
                .subnetId(subnet)
                .privateIpAddress(address)
                .build();
    }

    /** Answers one thing after the other, the last again and again. */
    private static final class ScriptedEc2 implements Ec2Client {

        private final Deque<Supplier<DescribeNetworkInterfacesResponse>> answers =
                new ArrayDeque<>();

        void finds(NetworkInterface... found) {
            answers.add(
                    () ->
                            DescribeNetworkInterfacesResponse.builder()
                                    .networkInterfaces(found)
                                    .build());
        }

        void fails(String code) {
            answers.add(
                    () -> {
                        throw Ec2Exception.builder()
                                .message(code)
                                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                                .build();
                    });
        }

        @Override
        public DescribeNetworkInterfacesResponse describeNetworkInterfaces(
                DescribeNetworkInterfacesRequest request) {
            return (answers.size() > 1 ? answers.removeFirst() : answers.getFirst()).get();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
