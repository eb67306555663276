package io.pythoflow.infra.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswersTest {

    private static final byte[] BODY = "{\"Status\":\"SUCCESS\"}".getBytes(UTF_8);

    private final List<Duration> slept = new ArrayList<>();
    private final HttpAnswers answers = new HttpAnswers(slept::add);
    private final Deque<Integer> statuses = new ArrayDeque<>();
    private final List<Received> received = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    received.add(
                            new Received(
                                    exchange.getRequestMethod(),
                                    exchange.getRequestURI().toString(),
                                    Map.copyOf(exchange.getRequestHeaders()),
                                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
                    exchange.sendResponseHeaders(
                            statuses.isEmpty() ? 200 : statuses.removeFirst(), -1);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void putsTheBodyToTheSignedAddressWithoutAContentType() throws Exception {
        answers.send(address(), BODY);

        assertThat(received).hasSize(1);
        Received put = received.get(0);
        assertThat(put.method()).isEqualTo("PUT");
        assertThat(put.target()).isEqualTo("/answer?X-Amz-Signature=a%2Fb");
        assertThat(put.body()).isEqualTo("{\"Status\":\"SUCCESS\"}");
        assertThat(put.headers())
                .doesNotContainKey("Content-type")
                .containsEntry("Content-length", List.of("20"));
        assertThat(slept).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429, 408})
    void triesAgainAfterAFailureThatMayPass(int status) throws Exception {
        statuses.addAll(List.of(status, status));

        answers.send(address(), BODY);

        assertThat(received).hasSize(3);
        assertThat(slept).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void givesUpAfterSixAttempts() {
        statuses.addAll(List.of(500, 500, 500, 500, 500, 503));

        assertThatThrownBy(() -> answers.send(address(), BODY))
                .isInstanceOf(IOException.class)
                .hasMessage("CloudFormation did not take the answer: status 503 after 6 attempts");
        assertThat(received).hasSize(HttpAnswers.ATTEMPTS);
        assertThat(slept.stream().reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(Duration.ofSeconds(31));
    }

    @Test
    void anAddressThatHasExpiredIsNotTriedAgain() {
        statuses.add(403);

        assertThatThrownBy(() -> answers.send(address(), BODY))
                .isInstanceOf(IOException.class)
                .hasMessage("CloudFormation did not take the answer: status 403");
        assertThat(received).hasSize(1);
    }

    @Test
    void whereNobodyListensTheAddressIsNotNamed() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        URI nowhere = URI.create("http://127.0.0.1:" + port + "/answer?X-Amz-Signature=abc");

        assertThatThrownBy(() -> answers.send(nowhere, BODY))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "CloudFormation did not take the answer: ConnectException after 6 attempts")
                .hasNoCause();
        assertThat(slept).hasSize(5);
    }

    private URI address() {
        return URI.create(
                "http://127.0.0.1:"
                        + server.getAddress().getPort()
                        + "/answer?X-Amz-Signature=a%2Fb");
    }

    private record Received(
            String method, String target, Map<String, List<String>> headers, String body) {}
}
