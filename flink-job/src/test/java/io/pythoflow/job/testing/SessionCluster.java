package io.pythoflow.job.testing;

import io.pythoflow.contract.testing.MotoServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A real Flink session cluster: a job manager and task managers, each in a process of its own, with
 * the class path of the distribution's {@code lib} folder, which the build gathers in {@code
 * target/flink-lib}. The job comes over REST, as an application jar does.
 */
public final class SessionCluster implements AutoCloseable {

    private static final String BOUNDARY = "jar-boundary";
    private static final Pattern ID = Pattern.compile("\"(?:jobid|filename)\":\"([^\"]+)\"");

    private final List<JavaProcess> processes = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI rest;
    private final Map<String, String> environment;

    private SessionCluster(URI rest, Map<String, String> environment) {
        this.rest = rest;
        this.environment = new HashMap<>(environment);
        this.environment.put(
                "FLINK_PLUGINS_DIR",
                JavaProcess.root().resolve("flink-job/target/flink-plugins").toString());
    }

    /**
     * Starts a job manager and this many task managers of one slot each, and waits until they know
     * each other.
     */
    public static SessionCluster start(Path folder, int taskManagers) {
        return start(
                folder, taskManagers, folder.resolve("checkpoints").toUri(), Map.of(), Map.of());
    }

    /**
     * The same with S3 at this server, its file system in the plugins folder, and state there.
     *
     * @param checkpoints a folder in a bucket
     */
    public static SessionCluster startWithS3(
            Path folder, int taskManagers, MotoServer moto, URI checkpoints) {
        return start(
                folder,
                taskManagers,
                checkpoints,
                Map.of("s3.endpoint", moto.endpoint().toString(), "s3.path.style.access", "true"),
                MotoServer.credentials());
    }

    private static SessionCluster start(
            Path folder,
            int taskManagers,
            URI checkpoints,
            Map<String, String> settings,
            Map<String, String> environment) {
        int rpcPort = freePort();
        int restPort = freePort();
        SessionCluster cluster =
                new SessionCluster(URI.create("http://localhost:" + restPort), environment);
        Path conf = writeConfiguration(folder, rpcPort, restPort, checkpoints, settings);
        cluster.startProcess(
                folder.resolve("jobmanager.log"),
                conf,
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
        for (int i = 0; i < taskManagers; i++) {
            cluster.startProcess(
                    folder.resolve("taskmanager-" + i + ".log"),
                    conf,
                    "org.apache.flink.runtime.taskexecutor.TaskManagerRunner");
        }
        Awaitility.await("task managers registered, logs in " + folder)
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(
                        () ->
                                cluster.read("/overview")
                                        .contains("\"taskmanagers\":" + taskManagers));
        return cluster;
    }

    /** Uploads a jar and runs it; the id of its job. */
    public String run(Path jar, String... arguments) throws IOException, InterruptedException {
        return runClass(jar, "io.pythoflow.job.PythoFlowJob", arguments);
    }

    /** The same with another main class. */
    public String runClass(Path jar, String mainClass, String... arguments)
            throws IOException, InterruptedException {
        byte[] head =
                ("--"
                                + BOUNDARY
                                + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
                                + jar.getFileName()
                                + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
        String uploaded =
                send(
                        HttpRequest.newBuilder(rest.resolve("/jars/upload"))
                                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                                .POST(
                                        BodyPublishers.ofByteArrays(
                                                List.of(head, Files.readAllBytes(jar), tail)))
                                .build());
        String jarId = id(uploaded).substring(id(uploaded).lastIndexOf('/') + 1);
        String body =
                "{\"entryClass\":\"%s\",\"programArgsList\":[\"%s\"]}"
                        .formatted(mainClass, String.join("\",\"", arguments));
        return id(
                send(
                        HttpRequest.newBuilder(rest.resolve("/jars/" + jarId + "/run"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build()));
    }

    /** Stops a job with a savepoint below this folder, and waits until it has ended. */
    public void stop(String job, URI savepoints) throws IOException, InterruptedException {
        send(
                HttpRequest.newBuilder(rest.resolve("/jobs/" + job + "/stop"))
                        .header("Content-Type", "application/json")
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"targetDirectory\":\"%s\"}".formatted(savepoints)))
                        .build());
        awaitState(job, "FINISHED");
    }

    /** Waits until a job is in this state of Flink's. */
    public void awaitState(String job, String state) {
        Awaitility.await(job + " is " + state)
                .atMost(Duration.ofSeconds(60))
                .until(() -> read("/jobs/" + job).contains("\"state\":\"" + state + "\""));
    }

    /** What the task managers have printed. */
    public String output() {
        return processes.stream().map(JavaProcess::output).collect(Collectors.joining());
    }

    /** What a REST path answers. */
    public String read(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(rest.resolve(path)).GET().build());
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(
                    request.uri() + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private static String id(String json) {
        Matcher matcher = ID.matcher(json);
        if (!matcher.find()) {
            throw new IllegalStateException("No id in " + json);
        }
        return matcher.group(1);
    }

    private void startProcess(Path log, Path conf, String mainClass) {
        processes.add(
                JavaProcess.start(
                        log,
                        List.of(
                                "@" + JavaProcess.root().resolve("config/flink-java17.args"),
                                "-Xmx768m",
                                "-Dlog4j2.configurationFile="
                                        + JavaProcess.root()
                                                .resolve("config/log4j2-local.properties"),
                                "-cp",
                                JavaProcess.root().resolve("flink-job/target/flink-lib")
                                        + File.separator
                                        + "*",
                                mainClass,
                                "--configDir",
                                conf.toString()),
                        environment));
    }

    private static Path writeConfiguration(
            Path folder, int rpcPort, int restPort, URI checkpoints, Map<String, String> settings) {
        try {
            Path conf = Files.createDirectories(folder.resolve("conf"));
            Files.writeString(
                    conf.resolve("config.yaml"),
                    """
                    jobmanager.rpc.address: localhost
                    jobmanager.rpc.port: %d
                    rest.address: localhost
                    rest.port: %d
                    rest.bind-address: localhost
                    taskmanager.host: localhost
                    taskmanager.bind-host: localhost
                    jobmanager.bind-host: localhost
                    taskmanager.numberOfTaskSlots: 1
                    taskmanager.cpu.cores: 1.0
                    taskmanager.memory.framework.heap.size: 128m
                    taskmanager.memory.framework.off-heap.size: 128m
                    taskmanager.memory.jvm-metaspace.size: 256m
                    taskmanager.memory.jvm-overhead.min: 192m
                    taskmanager.memory.jvm-overhead.max: 192m
                    taskmanager.memory.task.heap.size: 384m
                    taskmanager.memory.task.off-heap.size: 64m
                    taskmanager.memory.network.min: 64m
                    taskmanager.memory.network.max: 64m
                    taskmanager.memory.managed.size: 32m
                    parallelism.default: 2
                    execution.checkpointing.interval: 1 s
                    execution.checkpointing.min-pause: 100 ms
                    execution.checkpointing.dir: %s
                    web.upload.dir: %s
                    io.tmp.dirs: %s
                    %s
                    """
                            .formatted(
                                    rpcPort,
                                    restPort,
                                    checkpoints,
                                    Files.createDirectories(folder.resolve("upload")),
                                    Files.createDirectories(folder.resolve("tmp")),
                                    settings.entrySet().stream()
                                            .map(entry -> entry.getKey() + ": " + entry.getValue())
                                            .collect(Collectors.joining("\n"))));
            return conf;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot write the cluster's configuration below " + folder, e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot find a free port", e);
        }
    }

    @Override
    public void close() {
        processes.forEach(JavaProcess::close);
    }
}
