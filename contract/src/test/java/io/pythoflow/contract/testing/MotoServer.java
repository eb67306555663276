package io.pythoflow.contract.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.awaitility.Awaitility;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The AWS services that the tests need, S3 and Glue and Secrets Manager among them, as moto's
 * server emulates them in a process of its own on a free port. It keeps everything in memory and
 * accepts any credentials.
 */
public final class MotoServer implements AutoCloseable {

    public static final String REGION = "us-east-1";

    private static final Pattern LISTENS = Pattern.compile("Running on (http://[0-9.]+:\\d+)");

    /** Enough for the server to tell a caller from an anonymous one; it checks no signature. */
    private static final String SIGNED =
            "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request,"
                    + " SignedHeaders=host, Signature=none";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final URI endpoint;

    private MotoServer(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Starts it, its log in this folder, and waits until it listens. */
    public static MotoServer start(Path folder) {
        Path log = folder.resolve("moto.log");
        List<String> command =
                List.of(executable("moto_server").toString(), "-H", "127.0.0.1", "-p", "0");
        Process process;
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            builder.environment().putAll(credentials());
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + command, e);
        }
        try {
            Awaitility.await("moto listens, its output in " + log)
                    .atMost(Duration.ofSeconds(60))
                    .failFast(() -> !process.isAlive())
                    .until(() -> LISTENS.matcher(Files.readString(log)).find());
            Matcher matcher = LISTENS.matcher(Files.readString(log));
            matcher.find();
            return new MotoServer(process, URI.create(matcher.group(1)));
        } catch (IOException e) {
            process.destroy();
            throw new UncheckedIOException("Cannot read " + log, e);
        } catch (RuntimeException e) {
            process.destroy();
            throw e;
        }
    }

    /** A program of the virtual environment; the test fails where it is missing. */
    public static Path executable(String name) {
        return executable(Path.of(System.getProperty("pythoflow.venv")), name);
    }

    static Path executable(Path environment, String name) {
        Path program = environment.resolve("bin").resolve(name);
        if (!Files.isExecutable(program)) {
            fail(
                    "%s is missing: run bin/venv, which installs requirements-dev.txt (make test does so itself)",
                    program);
        }
        return program;
    }

    /** {@code http://127.0.0.1:port}, of every service. */
    public URI endpoint() {
        return endpoint;
    }

    /** Environment of a process that calls the services with the usual chain of credentials. */
    public static Map<String, String> credentials() {
        return Map.of(
                "AWS_ACCESS_KEY_ID",
                "test",
                "AWS_SECRET_ACCESS_KEY",
                "test",
                "AWS_REGION",
                REGION,
                "AWS_EC2_METADATA_DISABLED",
                "true");
    }

    /** Environment of a process that shall call this server in the place of AWS. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(credentials());
        environment.put("AWS_ENDPOINT_URL", endpoint.toString());
        return environment;
    }

    /** Forgets everything. */
    public void reset() throws IOException, InterruptedException {
        send(request("/moto-api/reset").POST(BodyPublishers.noBody()));
    }

    public void createBucket(String name) throws IOException, InterruptedException {
        send(request("/" + name).PUT(BodyPublishers.noBody()));
    }

    /** The keys of a bucket's objects below a prefix, in order. */
    public List<String> keys(String bucket, String prefix)
            throws IOException, InterruptedException {
        List<String> keys = new ArrayList<>();
        String after = "";
        boolean truncated = true;
        while (truncated) {
            Document page =
                    parse(
                            send(
                                    request(
                                            "/" + bucket,
                                            "list-type=2&prefix="
                                                    + prefix
                                                    + "&start-after="
                                                    + after)));
            NodeList found = page.getElementsByTagName("Key");
            for (int i = 0; i < found.getLength(); i++) {
                keys.add(found.item(i).getTextContent());
            }
            truncated =
                    page.getElementsByTagName("IsTruncated")
                            .item(0)
                            .getTextContent()
                            .equals("true");
            after = keys.isEmpty() ? "" : keys.get(keys.size() - 1);
        }
        return keys;
    }

    /** The uploads of a bucket that were begun and neither completed nor aborted, by key. */
    public List<String> openUploads(String bucket) throws IOException, InterruptedException {
        NodeList found = parse(send(request("/" + bucket, "uploads="))).getElementsByTagName("Key");
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            keys.add(found.item(i).getTextContent());
        }
        return keys;
    }

    public void put(String bucket, String key, byte[] content)
            throws IOException, InterruptedException {
        send(
                request("/" + bucket + "/" + key)
                        .header("Content-Type", "application/octet-stream")
                        .PUT(BodyPublishers.ofByteArray(content)));
    }

    public byte[] object(String bucket, String key) throws IOException, InterruptedException {
        return send(request("/" + bucket + "/" + key));
    }

    /** Copies the objects below a prefix that the folder does not have yet; keys become paths. */
    public void download(String bucket, String prefix, Path folder)
            throws IOException, InterruptedException {
        for (String key : keys(bucket, prefix)) {
            Path file = folder.resolve(key);
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Files.write(file, object(bucket, key));
            }
        }
    }

    /**
     * Calls an action of Glue.
     *
     * @param body of the request, in JSON
     */
    public void glue(String action, String body) throws IOException, InterruptedException {
        send(
                request("/")
                        .setHeader("Authorization", SIGNED.replace("/s3/", "/glue/"))
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("X-Amz-Target", "AWSGlue." + action)
                        .POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return request(path, null);
    }

    private HttpRequest.Builder request(String path, String query) {
        try {
            URI uri = new URI(endpoint.getScheme(), endpoint.getAuthority(), path, query, null);
            return HttpRequest.newBuilder(uri).header("Authorization", SIGNED);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("No path: " + path, e);
        }
    }

    private byte[] send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
        if (response.statusCode() >= 300) {
            throw new IOException(response + " answered " + new String(response.body(), UTF_8));
        }
        return response.body();
    }

    private static Document parse(byte[] xml) throws IOException {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("No XML: " + new String(xml, UTF_8), e);
        }
    }

    @Override
    public void close() {
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
