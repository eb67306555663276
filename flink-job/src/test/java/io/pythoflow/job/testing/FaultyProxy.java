package io.pythoflow.job.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of an AWS service of JSON requests, such as Glue, and lets them through or not.
 * Its own threads answer; a test calls from its own.
 */
public final class FaultyProxy implements AutoCloseable {

    /** What happens to a request. */
    public sealed interface Fault {

        /** It is refused with an error of the service. */
        record Refused(int status, String code) implements Fault {}

        /** It is passed on, and the answer never comes back. */
        record AnswerLost() implements Fault {}

        /** No answer comes until the proxy closes. */
        record Hanging() implements Fault {}

        /** It is answered with this text, as if by the service. */
        record Answered(String body) implements Fault {}
    }

    private static final String TARGET = "X-Amz-Target";

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Queue<Fault>> next = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final URI service;
    private final HttpServer server;
    private volatile @Nullable Fault always;

    private FaultyProxy(URI service, HttpServer server) {
        this.service = service;
        this.server = server;
    }

    public static FaultyProxy before(URI service) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            FaultyProxy proxy = new FaultyProxy(service, server);
            server.createContext("/", proxy::handle);
            server.setExecutor(proxy.threads);
            server.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start a proxy before " + service, e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Befalls the next request of an operation, such as {@code BatchCreatePartition}. */
    public void next(String operation, Fault fault) {
        next.computeIfAbsent(operation, o -> new ConcurrentLinkedQueue<>()).add(fault);
    }

    /** Befalls every request from now on. */
    public void begin(Fault fault) {
        always = fault;
    }

    /** Lets requests through again. */
    public void end() {
        always = null;
    }

    /** Forgets faults and requests. */
    public void reset() {
        always = null;
        next.clear();
        requests.clear();
    }

    /** The operations asked for, in order. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst(TARGET);
        String operation = target.substring(target.indexOf('.') + 1);
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.add(operation);
        Queue<Fault> queue = next.getOrDefault(operation, new ConcurrentLinkedQueue<>());
        Fault fault = queue.isEmpty() ? always : queue.poll();
        try {
            if (fault == null) {
                HttpResponse<byte[]> answer = pass(target, body);
                answer(exchange, answer.statusCode(), answer.body());
            } else if (fault instanceof Fault.Refused refused) {
                String text = "{\"__type\":\"%s\",\"Message\":\"Refused on purpose\"}";
                answer(exchange, refused.status(), text.formatted(refused.code()).getBytes(UTF_8));
            } else if (fault instanceof Fault.Answered answered) {
                answer(exchange, 200, answered.body().getBytes(UTF_8));
            } else {
                if (fault instanceof Fault.AnswerLost) {
                    pass(target, body);
                }
                closed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private HttpResponse<byte[]> pass(String target, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(service)
                        .header(TARGET, target)
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/glue/aws4_request,"
                                        + " SignedHeaders=host, Signature=none")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        return client.send(request, BodyHandlers.ofByteArray());
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
