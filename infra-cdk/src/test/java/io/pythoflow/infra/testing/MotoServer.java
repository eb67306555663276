package io.pythoflow.infra.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** AWS as moto's server emulates it, in a process of its own on a free port, in memory. */
public final class MotoServer implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("Running on (http://[0-9.]+:\\d+)");

    private static final Map<String, String> CREDENTIALS =
            Map.of(
                    "aws.accessKeyId", "test",
                    "aws.secretAccessKey", "test",
                    "aws.region", "us-east-1");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final URI endpoint;

    private MotoServer(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * Starts it, its log in this folder, and waits until it listens. Until it is closed this
     * process has credentials that it accepts.
     */
    public static MotoServer start(Path folder) {
        Path program =
                Path.of(System.getProperty("pythoflow.venv")).resolve("bin").resolve("moto_server");
        assertThat(program).as("bin/venv installs it").isExecutable();
        Path log = folder.resolve("moto.log");
        try {
            Process process =
                    new ProcessBuilder(List.of(program.toString(), "-H", "127.0.0.1", "-p", "0"))
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            MotoServer server = new MotoServer(process, listening(process, log));
            CREDENTIALS.forEach(System::setProperty);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + program, e);
        }
    }

    private static URI listening(Process process, Path log) throws IOException {
        try {
            Awaitility.await("moto listens, its output in " + log)
                    .atMost(Duration.ofSeconds(60))
                    .failFast(() -> !process.isAlive())
                    .until(() -> LISTENS.matcher(Files.readString(log)).find());
        } catch (RuntimeException e) {
            process.destroy();
            throw e;
        }
        Matcher listens = LISTENS.matcher(Files.readString(log));
        assertThat(listens.find()).isTrue();
        return URI.create(listens.group(1));
    }

    /** {@code http://127.0.0.1:port}, of every service. */
    public URI endpoint() {
        return endpoint;
    }

    /** Forgets everything. */
    public void reset() throws IOException, InterruptedException {
        send(request("/moto-api/reset").POST(BodyPublishers.noBody()));
    }

    /**
     * Calls an action of Glue.
     *
     * @param body of the request, in JSON
     */
    public void glue(String action, String body) throws IOException, InterruptedException {
        send(
                request("/")
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("X-Amz-Target", "AWSGlue." + action)
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/glue/aws4_request,"
                                        + " SignedHeaders=host, Signature=none")
                        .POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(endpoint.resolve(path));
    }

    private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString(UTF_8));
        if (answer.statusCode() >= 300) {
            throw new IOException(answer + " answered " + answer.body());
        }
    }

    @Override
    public void close() {
        CREDENTIALS.keySet().forEach(System::clearProperty);
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
