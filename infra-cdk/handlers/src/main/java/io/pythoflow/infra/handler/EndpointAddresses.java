package io.pythoflow.infra.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/**
 * Looks up the private addresses of a VPC endpoint's network interfaces, which a load balancer
 * takes as its targets. Property {@code NetworkInterfaceIds}: a list. Attributes {@code Address0},
 * {@code Address1} and so on, in the order of the subnets' ids and then of the interfaces' ids: the
 * same interfaces have the same attributes at every deployment.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html">DescribeNetworkInterfaces</a>
 */
final class EndpointAddresses implements ResourceWork {

    static final Duration PAUSE = Duration.ofSeconds(10);

    /** Five minutes for an interface to appear with its address. */
    static final int MAX_LOOKS = 30;

    private static final String LOOKS = "looks";
    private static final Comparator<NetworkInterface> STABLE =
            Comparator.comparing(NetworkInterface::subnetId)
                    .thenComparing(NetworkInterface::networkInterfaceId);

    private final Ec2Client ec2;

    EndpointAddresses(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    @Override
    public Step create(ResourceRequest request) {
        List<String> ids =
                request.properties().texts("NetworkInterfaceIds").stream().sorted().toList();
        List<NetworkInterface> found = find(ids);
        if (found.size() < ids.size()) {
            if (request.progress().count(LOOKS) == MAX_LOOKS) {
                throw new WorkFailure(
                        "Of the network interfaces %s only %s have a private address after %d s"
                                .formatted(
                                        ids,
                                        found.stream()
                                                .map(NetworkInterface::networkInterfaceId)
                                                .toList(),
                                        MAX_LOOKS * PAUSE.toSeconds()));
            }
            return new Later(
                    PAUSE,
                    "the network interfaces %s have addresses".formatted(ids),
                    request.progress().counted(LOOKS));
        }
        Map<String, String> data = new HashMap<>();
        for (int i = 0; i < found.size(); i++) {
            data.put("Address" + i, found.get(i).privateIpAddress());
        }
        return new Done("addresses:" + hash(ids), data);
    }

    @Override
    public Step update(ResourceRequest request) {
        return create(request);
    }

    /** The interfaces are the endpoint's. */
    @Override
    public Step delete(ResourceRequest request) {
        return new Done(request.physicalId());
    }

    /** Those that have an address, in the order of the attributes. */
    private List<NetworkInterface> find(List<String> ids) {
        try {
            return ec2
                    .describeNetworkInterfaces(call -> call.networkInterfaceIds(ids))
                    .networkInterfaces()
                    .stream()
                    .filter(
                            found ->
                                    found.privateIpAddress() != null
                                            && !found.privateIpAddress().isEmpty())
                    .sorted(STABLE)
                    .toList();
        } catch (Ec2Exception e) {
            // What was just created is not seen everywhere at once.
            if (e.awsErrorDetails() != null
                    && "InvalidNetworkInterfaceID.NotFound"
                            .equals(e.awsErrorDetails().errorCode())) {
                return List.of();
            }
            throw e;
        }
    }

    private static String hash(List<String> ids) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(String.join(",", ids).getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
