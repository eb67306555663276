package io.pythoflow.job.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.util.ExceptionUtils;
import org.apache.hadoop.fs.s3a.auth.NoAuthWithAWSException;
import org.jspecify.annotations.Nullable;

/**
 * How this process reaches the file systems that are not local. They belong to the process and not
 * to the job: on a cluster its operator sets them, here they come from a {@code config.yaml} of
 * Flink's and from the environment names that every AWS tool knows.
 *
 * <p>Initialising is for the thread that starts the process, before anything opens a file.
 */
final class FileSystemSettings {

    /** Flink takes each of these for the same setting. */
    private static final List<String> PREFIXES = List.of("s3.", "s3a.", "fs.s3a.");

    /**
     * Without it S3A asks the environment and the instance, but not the developer's profile. Part
     * of flink-s3-fs-hadoop.
     */
    private static final String USUAL_CHAIN =
            "com.amazonaws.auth.DefaultAWSCredentialsProviderChain";

    private static final Map<String, String> GIVE_UP_SOON =
            Map.of(
                    "s3.attempts.maximum", "1",
                    "s3.retry.limit", "1",
                    "s3.connection.establish.timeout", "5000",
                    "s3.connection.timeout", "10000",
                    // Or a bucket that does not exist looks like an empty one.
                    "s3.bucket.probe", "2");

    static {
        // Read when a class of that SDK is loaded: it would print its stack to say that it is old.
        System.setProperty("aws.java.v1.disableDeprecationAnnouncement", "true");
    }

    private final Configuration settings;

    private FileSystemSettings(Configuration settings) {
        this.settings = settings;
    }

    /**
     * Settings of this process.
     *
     * @param folder that has a {@code config.yaml} of Flink's, which goes over the environment
     * @throws IOException if the file is missing or no YAML; the message says which
     */
    static FileSystemSettings load(@Nullable Path folder, Map<String, String> environment)
            throws IOException {
        Configuration settings = fromEnvironment(environment);
        if (folder != null) {
            Configuration file = read(folder);
            if (names(file, "access-key", "access.key", "aws.credentials.provider")) {
                settings.removeKey("s3.aws.credentials.provider");
            }
            if (names(file, "endpoint")) {
                settings.removeKey("s3.endpoint");
                settings.removeKey("s3.path.style.access");
            }
            settings.addAll(file);
        }
        return new FileSystemSettings(settings);
    }

    private static Configuration fromEnvironment(Map<String, String> environment) {
        Configuration settings = new Configuration();
        settings.setString("s3.aws.credentials.provider", USUAL_CHAIN);
        Stream.of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(endpoint -> !endpoint.isBlank())
                .findFirst()
                .ifPresent(
                        endpoint -> {
                            settings.setString("s3.endpoint", endpoint);
                            // Emulators have no host name for each bucket.
                            settings.setString("s3.path.style.access", "true");
                        });
        return settings;
    }

    private static Configuration read(Path folder) throws IOException {
        try {
            return GlobalConfiguration.loadConfiguration(folder.toString());
        } catch (RuntimeException e) {
            String cause = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new IOException(
                    "Cannot read --flink-conf %s: must be a folder with a config.yaml of Flink's (%s)"
                            .formatted(folder, cause),
                    e);
        }
    }

    private static boolean names(Configuration settings, String... keys) {
        return PREFIXES.stream()
                .flatMap(prefix -> Stream.of(keys).map(key -> prefix + key))
                .anyMatch(settings.keySet()::contains);
    }

    /**
     * What the cluster may know: without the settings of S3, keys among them, as it shows its own.
     */
    Configuration forCluster() {
        Configuration cluster = new Configuration(settings);
        for (String key : List.copyOf(settings.keySet())) {
            if (PREFIXES.stream().anyMatch(key::startsWith)) {
                cluster.removeKey(key);
            }
        }
        return cluster;
    }

    /** Makes these the process's settings. */
    void initialize() {
        FileSystem.initialize(settings, null);
    }

    /**
     * Looks whether these folders can be reached, each within some seconds, where the job itself
     * would try again for minutes. Initialises file systems on the way.
     *
     * @throws IOException if one cannot; the message names it and what answered
     */
    void check(List<URI> folders) throws IOException {
        Configuration impatient = new Configuration(settings);
        GIVE_UP_SOON.forEach(impatient::setString);
        FileSystem.initialize(impatient, null);
        for (URI folder : folders) {
            try {
                FileSystem fileSystem = FileSystem.get(folder);
                fileSystem.exists(new org.apache.flink.core.fs.Path(folder));
            } catch (IOException e) {
                throw new IOException(
                        "Cannot reach %s at %s: %s%nHow this process reaches S3 is in docs/operations.md."
                                .formatted(
                                        folder,
                                        settings.getString("s3.endpoint", "AWS"),
                                        reason(e)),
                        e);
            }
        }
    }

    private static String reason(IOException failure) {
        return ExceptionUtils.findThrowable(failure, NoAuthWithAWSException.class).isPresent()
                ? "there are no credentials of AWS. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE."
                : failure.getMessage();
    }
}
