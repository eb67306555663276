package io.pythoflow.infra.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.pythoflow.contract.testing.MotoServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.Certificate;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The jar that Lambda gets: each handler, as Lambda makes it, from the event to the answer that
 * arrives, with nothing beside the jar but a main class and a fake context.
 */
class HandlersJarIT {

    private static final Path JAR = Path.of(System.getProperty("pythoflow.handlers.jar"));

    @TempDir private static Path folder;
    private static MotoServer moto;

    private final List<String> answers = new ArrayList<>();
    private HttpServer cloudFormation;
    private FlinkStub flink;
    private String output = "";

    @BeforeAll
    static void startMoto() throws IOException {
        moto = MotoServer.start(folder);
    }

    @AfterAll
    static void stopMoto() {
        moto.close();
    }

    @BeforeEach
    void listen() throws IOException {
        cloudFormation =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cloudFormation.createContext(
                "/",
                exchange -> {
                    answers.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        cloudFormation.start();
        flink = new FlinkStub();
    }

    @AfterEach
    void stopListening() {
        cloudFormation.stop(0);
        flink.close();
    }

    @Test
    void staysSmall() throws IOException {
        // 24.1 MiB when it was measured, half of it the clients of IoT Core and EC2.
        assertThat(Files.size(JAR)).isLessThan(26L << 20);
    }

    @Test
    void holdsOneHttpClientAndALoggerThatSaysNothing() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()))
                    .contains(
                            "software/amazon/awssdk/http/apache5/Apache5HttpClient.class",
                            "org/slf4j/impl/StaticLoggerBinder.class")
                    .noneMatch(entry -> entry.startsWith("io/netty/"))
                    .noneMatch(entry -> entry.startsWith("org/apache/http/"))
                    .noneMatch(entry -> entry.matches("META-INF/.*\\.(SF|DSA|RSA)"));
        }
    }

    @Test
    void everyHandlerOfThePackageIsTriedHere() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(
                            jar.stream()
                                    .map(entry -> entry.getName())
                                    .filter(name -> name.matches("io/pythoflow/.*Handler\\.class"))
                                    .map(name -> name.replaceAll(".*/|\\.class", "")))
                    .containsExactlyInAnyOrder(
                            "AdoptedThingHandler",
                            "CustomResourceHandler",
                            "DeviceCertificateHandler",
                            "EndpointAddressesHandler",
                            "FlinkRunHandler",
                            "IotEndpointHandler");
        }
    }

    @Test
    void looksUpTheEndpoint() throws Exception {
        Map<String, @Nullable Object> answer =
                run("IotEndpointHandler", Requests.create(Map.of("EndpointType", "iot:Data-ATS")));

        assertThat(answer).containsEntry("Status", "SUCCESS");
        assertThat(answer.get("Data").toString()).contains("iot.us-east-1.amazonaws.com");
    }

    @Test
    void looksUpTheAddressesOfNetworkInterfaces() throws Exception {
        Ec2Client ec2 = MotoClients.client(moto, Ec2Client.builder());
        String vpc = ec2.createVpc(call -> call.cidrBlock("10.7.0.0/16")).vpc().vpcId();
        List<String> subnets =
                Stream.of("10.7.1.0/24", "10.7.2.0/24")
                        .map(
                                cidr ->
                                        ec2.createSubnet(call -> call.vpcId(vpc).cidrBlock(cidr))
                                                .subnet()
                                                .subnetId())
                        .toList();
        List<String> ids =
                IntStream.range(0, 2)
                        .mapToObj(
                                i ->
                                        ec2.createNetworkInterface(
                                                        call ->
                                                                call.subnetId(subnets.get(i))
                                                                        .privateIpAddress(
                                                                                "10.7.%d.9"
                                                                                        .formatted(
                                                                                                i
                                                                                                        + 1)))
                                                .networkInterface()
                                                .networkInterfaceId())
                        .toList();
        boolean inOrder = new TreeSet<>(subnets).first().equals(subnets.get(0));

        Map<String, @Nullable Object> answer =
                run(
                        "EndpointAddressesHandler",
                        Requests.create(Map.of("NetworkInterfaceIds", ids)));

        assertThat(answer)
                .containsEntry("Status", "SUCCESS")
                .containsEntry(
                        "Data",
                        Map.of(
                                "Address0", inOrder ? "10.7.1.9" : "10.7.2.9",
                                "Address1", inOrder ? "10.7.2.9" : "10.7.1.9"));
    }

    @Test
    void waitsForAnInterfaceThatIsNotThereAndCannotInvokeItself() throws Exception {
        Map<String, @Nullable Object> answer =
                run(
                        "EndpointAddressesHandler",
                        Requests.create(Map.of("NetworkInterfaceIds", List.of("eni-0"))));

        assertThat(output).contains("waits until the network interfaces [eni-0] have addresses");
        assertThat(answer).containsEntry("Status", "FAILED");
        assertThat(answer.get("Reason").toString())
                .contains("Function not found: " + ManualLambda.FUNCTION)
                .contains("Service: Lambda");
    }

    @Test
    void makesACertificateAndShowsItsKeysToNobody() throws Exception {
        SecretsManagerClient secrets = MotoClients.client(moto, SecretsManagerClient.builder());
        String secret = secrets.createSecret(call -> call.name("jar/iot/gateway")).arn();
        Map<String, String> properties =
                Map.of("SecretArn", secret, "ThingName", "gateway", "Generation", "1");

        Map<String, @Nullable Object> created =
                run("DeviceCertificateHandler", Requests.create(properties));

        assertThat(created).containsEntry("Status", "SUCCESS");
        String written = secrets.getSecretValue(call -> call.secretId(secret)).secretString();
        assertThat(written).contains("PRIVATE KEY");
        assertThat(output + answers).doesNotContain("BEGIN").doesNotContain("PRIVATE");
        String id = created.get("PhysicalResourceId").toString();
        IotClient iot = MotoClients.client(moto, IotClient.builder());
        assertThat(certificates(iot)).contains(id);

        answers.clear();
        assertThat(run("DeviceCertificateHandler", Requests.delete(id, properties)))
                .containsEntry("Status", "SUCCESS");
        assertThat(certificates(iot)).doesNotContain(id);
    }

    @Test
    void adoptsAThing() throws Exception {
        IotClient iot = MotoClients.client(moto, IotClient.builder());
        iot.createThing(call -> call.thingName("adopted"));
        iot.createThingType(call -> call.thingTypeName("irrigation-gateway"));
        String arn = iot.createKeysAndCertificate(call -> call.setAsActive(true)).certificateArn();
        Map<String, ?> properties =
                Map.of(
                        "ThingName",
                        "adopted",
                        "ThingTypeName",
                        "irrigation-gateway",
                        "CertificateArn",
                        arn,
                        "Attributes",
                        Map.of("number", "007"));

        assertThat(run("AdoptedThingHandler", Requests.create(properties)))
                .containsEntry("Status", "SUCCESS");

        assertThat(iot.describeThing(call -> call.thingName("adopted")).attributes())
                .isEqualTo(Map.of("number", "007"));
    }

    @Test
    void seesAnApplicationThatRunsAndOneThatIsGone() throws Exception {
        Map<String, String> properties =
                Map.of(
                        "ApplicationName",
                        "a",
                        "CodeKey",
                        "a.jar",
                        "AllowNonRestoredState",
                        "false",
                        "StartOnDeploy",
                        "true");
        flink.statuses.add("RUNNING");

        assertThat(run("FlinkRunHandler", Requests.create(properties)))
                .containsEntry("Status", "SUCCESS")
                .containsEntry("PhysicalResourceId", "flink:a");

        answers.clear();
        flink.statuses.clear();
        assertThat(run("FlinkRunHandler", Requests.delete("flink:a", properties)))
                .containsEntry("Status", "SUCCESS");
    }

    private Map<String, @Nullable Object> run(String handler, Requests request) throws Exception {
        String address =
                "http://127.0.0.1:" + cloudFormation.getAddress().getPort() + "/?X-Amz-Signature=1";
        Path event = folder.resolve("event.json");
        Files.writeString(event, request.with("ResponseURL", address).text());
        Path log = folder.resolve("handler.log");
        ProcessBuilder builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                JAR + File.pathSeparator + testClasses(),
                                HandlerProcess.class.getName(),
                                "io.pythoflow.infra.handler." + handler)
                        .redirectInput(event.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().putAll(moto.environment());
        builder.environment()
                .put("AWS_ENDPOINT_URL_KINESIS_ANALYTICS_V2", flink.endpoint().toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        output = Files.readString(log);
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).doesNotContain("SLF4J").doesNotContain("X-Amz-Signature");
        assertThat(answers).as(output).hasSize(1);
        return Json.object(answers.get(0));
    }

    private static List<String> certificates(IotClient iot) {
        return iot.listCertificates().certificates().stream()
                .map(Certificate::certificateId)
                .toList();
    }

    private static Path testClasses() {
        try {
            return Path.of(
                    HandlerProcess.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError("No path of the tests", e);
        }
    }
}
