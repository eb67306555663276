package io.pythoflow.infra.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Managed Service for Apache Flink as it is on the wire, for one application: its JSON protocol
 * with what the tests need of four operations. moto has no start of an application.
 */
final class FlinkStub implements AutoCloseable {

    /** Such as {@code StartApplication {"ApplicationName":"a"}}; not of DescribeApplication. */
    final List<String> calls = new ArrayList<>();

    /** One for each time it is described and the last from then on; none: there is none. */
    final Deque<String> statuses = new ArrayDeque<>();

    private final HttpServer server;

    FlinkStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String operation = target.substring(target.indexOf('.') + 1);
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        Map<String, @Nullable Object> answer =
                switch (operation) {
                    case "DescribeApplication" -> describe();
                    case "StartApplication", "StopApplication" -> Map.of("OperationId", "op-1");
                    case "ListApplicationOperations" ->
                            Map.of(
                                    "ApplicationOperationInfoList",
                                    List.of(
                                            Map.of(
                                                    "OperationId",
                                                    "op-1",
                                                    "Operation",
                                                    "StartApplication",
                                                    "OperationStatus",
                                                    "FAILED",
                                                    "StartTime",
                                                    1_780_000_000)));
                    case "DescribeApplicationOperation" ->
                            Map.of(
                                    "ApplicationOperationInfoDetails",
                                    Map.of(
                                            "Operation",
                                            "StartApplication",
                                            "OperationStatus",
                                            "FAILED",
                                            "OperationFailureDetails",
                                            Map.of(
                                                    "ErrorInfo",
                                                    Map.of("ErrorString", "No main class"))));
                    default -> throw new IOException("Not expected: " + operation);
                };
        if (!operation.equals("DescribeApplication")) {
            calls.add(operation + " " + body);
        }
        byte[] text = Json.text(answer).getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(answer.containsKey("__type") ? 400 : 200, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private Map<String, @Nullable Object> describe() {
        if (statuses.isEmpty()) {
            return Map.of("__type", "ResourceNotFoundException", "message", "No application");
        }
        String status = statuses.size() > 1 ? statuses.removeFirst() : statuses.getFirst();
        return Map.of(
                "ApplicationDetail",
                Map.of(
                        "ApplicationName",
                        "a",
                        "ApplicationStatus",
                        status,
                        "ApplicationConfigurationDescription",
                        Map.of(
                                "ApplicationCodeConfigurationDescription",
                                Map.of(
                                        "CodeContentDescription",
                                        Map.of(
                                                "S3ApplicationCodeLocationDescription",
                                                Map.of("FileKey", "a.jar"))))));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
