package io.pythoflow.infra.handler;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * IoT Core's registry, Secrets Manager and EC2 as moto's server emulates them, in a process of its
 * own on a free port.
 */
final class MotoServer implements AutoCloseable {

    static final String REGION = "us-east-1";

    private static final Pattern LISTENS = Pattern.compile("Running on (http://[0-9.]+:\\d+)");

    private final Process process;
    private final URI endpoint;

    private MotoServer(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Starts it, its log in this folder, and waits until it listens. */
    static MotoServer start(Path folder) throws IOException {
        Path program = Path.of(System.getProperty("pythoflow.venv"), "bin", "moto_server");
        if (!Files.isExecutable(program)) {
            fail("%s is missing: run bin/venv, which installs requirements-dev.txt", program);
        }
        Path log = folder.resolve("moto.log");
        Process process =
                new ProcessBuilder(program.toString(), "-H", "127.0.0.1", "-p", "0")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            Awaitility.await("moto listens, its output in " + log)
                    .atMost(Duration.ofSeconds(60))
                    .failFast(() -> !process.isAlive())
                    .until(() -> address(log).find());
            Matcher address = address(log);
            address.find();
            return new MotoServer(process, URI.create(address.group(1)));
        } catch (RuntimeException e) {
            process.destroy();
            throw e;
        }
    }

    /** A client of it. */
    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.httpClientBuilder(Apache5HttpClient.builder())
                .endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("test", "test")))
                .build();
    }

    /** Environment of a process that shall call it in the place of AWS. */
    Map<String, String> environment() {
        return Map.of(
                "AWS_ACCESS_KEY_ID",
                "test",
                "AWS_SECRET_ACCESS_KEY",
                "test",
                "AWS_REGION",
                REGION,
                "AWS_EC2_METADATA_DISABLED",
                "true",
                "AWS_ENDPOINT_URL",
                endpoint.toString());
    }

    private static Matcher address(Path log) {
        try {
            return LISTENS.matcher(Files.readString(log));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + log, e);
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
