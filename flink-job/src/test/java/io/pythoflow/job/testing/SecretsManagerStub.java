package io.pythoflow.job.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers GetSecretValue as AWS Secrets Manager does, from what a test puts into it. Its one thread
 * is the server's; a test calls from its own.
 */
public final class SecretsManagerStub implements AutoCloseable {

    /** A request that came: the secret asked for, and the region that it was signed for. */
    public record Request(String secretId, String region) {}

    private record Answer(int status, String body) {}

    private static final Pattern SECRET_ID = Pattern.compile("\"SecretId\":\"([^\"]*)\"");
    private static final Pattern REGION =
            Pattern.compile("Credential=[^/]+/\\d{8}/([^/]+)/secretsmanager/aws4_request");

    private final Map<String, String> values = new ConcurrentHashMap<>();
    private final Queue<Answer> next = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile @Nullable Answer always;

    private SecretsManagerStub(HttpServer server) {
        this.server = server;
    }

    public static SecretsManagerStub start() {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            SecretsManagerStub stub = new SecretsManagerStub(server);
            server.createContext("/", stub::answer);
            server.start();
            return stub;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start the stub of Secrets Manager", e);
        }
    }

    /** Keeps a secret's text. */
    public void keep(String secretId, String text) {
        values.put(
                secretId,
                "\"SecretString\":\""
                        + new String(JsonStringEncoder.getInstance().quoteAsString(text))
                        + "\"");
    }

    /** Keeps a secret of bytes, given in base 64. */
    public void keepBytes(String secretId, String base64) {
        values.put(secretId, "\"SecretBinary\":\"" + base64 + "\"");
    }

    /** Answers the next request with an error. */
    public void refuseNext(int status, String code, String message) {
        next.add(
                new Answer(
                        status, "{\"__type\":\"%s\",\"Message\":\"%s\"}".formatted(code, message)));
    }

    /** Answers every request with this body from now on, whatever is kept. */
    public void answerAlways(int status, String body) {
        always = new Answer(status, body);
    }

    /** What came, in order. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** System properties that lead AWS's SDK here, and nowhere else, with made-up credentials. */
    public Map<String, String> systemProperties() {
        return Map.of(
                "aws.endpointUrlSecretsManager",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "aws.accessKeyId",
                "test",
                "aws.secretAccessKey",
                "test",
                "aws.region",
                "eu-west-1",
                "aws.disableEc2Metadata",
                "true");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String secretId = find(SECRET_ID, body);
        requests.add(
                new Request(
                        secretId,
                        find(REGION, exchange.getRequestHeaders().getFirst("Authorization"))));
        Answer answer = next.isEmpty() ? always : next.poll();
        if (answer == null) {
            answer = kept(target, secretId);
        }
        byte[] bytes = answer.body().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Answer kept(String target, String secretId) {
        if (!"secretsmanager.GetSecretValue".equals(target)) {
            return new Answer(400, "{\"__type\":\"UnknownOperationException\"}");
        }
        String value = values.get(secretId);
        return value == null
                ? new Answer(
                        400,
                        "{\"__type\":\"ResourceNotFoundException\",\"Message\":\"Secrets Manager"
                                + " can't find the specified secret.\"}")
                : new Answer(
                        200,
                        "{\"Name\":\"%s\",\"VersionStages\":[\"AWSCURRENT\"],%s}"
                                .formatted(secretId, value));
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
