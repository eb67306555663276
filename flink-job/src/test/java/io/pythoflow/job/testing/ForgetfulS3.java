package io.pythoflow.job.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pythoflow.contract.testing.MotoServer;
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
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before moto, which answers to the completion of an upload that was completed before as it
 * did then, as S3 does for a while. This one knows no such upload any more, as S3 later.
 */
public final class ForgetfulS3 implements AutoCloseable {

    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding");
    private static final byte[] NO_SUCH_UPLOAD =
            "<Error><Code>NoSuchUpload</Code><Message>The specified upload does not exist.</Message></Error>"
                    .getBytes(UTF_8);

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<String> completed = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final HttpServer server;
    private final URI moto;

    private ForgetfulS3(HttpServer server, URI moto) {
        this.server = server;
        this.moto = moto;
    }

    /** Starts it on a free port. */
    public static ForgetfulS3 before(MotoServer moto) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ForgetfulS3 s3 = new ForgetfulS3(server, moto.endpoint());
            server.setExecutor(s3.threads);
            server.createContext("/", s3::handle);
            server.start();
            return s3;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen", e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The uploads whose second completion was refused. */
    public Set<String> refused() {
        return refused;
    }

    /** Called by the server's threads, each with a request of its own. */
    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String query = exchange.getRequestURI().getRawQuery();
            boolean completion =
                    exchange.getRequestMethod().equals("POST")
                            && query != null
                            && query.startsWith("uploadId=");
            if (completion && !completed.add(query)) {
                refused.add(query);
                exchange.sendResponseHeaders(404, NO_SUCH_UPLOAD.length);
                exchange.getResponseBody().write(NO_SUCH_UPLOAD);
            } else {
                answer(exchange, pass(exchange, body));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> pass(HttpExchange exchange, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(moto + exchange.getRequestURI().toString()))
                        .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) -> {
                            if (!isOfTheConnection(name)) {
                                values.forEach(value -> request.header(name, value));
                            }
                        });
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> response)
            throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        response.headers()
                .map()
                .forEach(
                        (name, values) -> {
                            if (head || !isOfTheConnection(name)) {
                                exchange.getResponseHeaders().put(name, values);
                            }
                        });
        byte[] body = response.body();
        exchange.sendResponseHeaders(
                response.statusCode(), head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static boolean isOfTheConnection(String header) {
        return OF_THE_CONNECTION.contains(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
