package io.pythoflow.job.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.lake.catalog.CatalogProbe;
import io.pythoflow.job.lake.catalog.GlueServer;
import io.pythoflow.job.secret.SecretProbe;
import io.pythoflow.job.testing.SecretsManagerStub;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the jar that is submitted to a cluster holds, and that it suffices there. */
class ApplicationJarIT {

    private static final Path JAR = Path.of(System.getProperty("pythoflow.job.jar"));

    private static List<String> entries;

    @BeforeAll
    static void listTheJar() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            entries =
                    jar.stream()
                            .filter(entry -> !entry.isDirectory())
                            .map(ZipEntry::getName)
                            .toList();
        }
    }

    @Test
    void holdsTheJobAndWhatTheRuntimeDoesNotHave() {
        assertThat(entries)
                .contains(
                        "io/pythoflow/job/lake/TableSink.class",
                        "io/pythoflow/contract/table/Tables.class",
                        "io/pythoflow/shaded/netty/handler/codec/mqtt/MqttDecoder.class",
                        "io/pythoflow/shaded/netty/handler/ssl/SslHandler.class",
                        "io/pythoflow/shaded/amazon/awssdk/services/glue/GlueClient.class",
                        "io/pythoflow/shaded/amazon/awssdk/services/secretsmanager/SecretsManagerClient.class",
                        "io/pythoflow/shaded/amazon/awssdk/http/urlconnection/UrlConnectionHttpClient.class",
                        "com/amazonaws/services/kinesisanalytics/runtime/KinesisAnalyticsRuntime.class",
                        "com/fasterxml/jackson/core/JsonFactory.class",
                        "org/apache/datasketches/kll/KllDoublesSketch.class",
                        "org/apache/parquet/hadoop/ParquetWriter.class",
                        "org/apache/parquet/hadoop/ParquetFileReader.class",
                        "com/github/luben/zstd/Zstd.class");
    }

    @Test
    void holdsNothingThatTheRuntimeBrings() {
        assertThat(entries)
                .noneMatch(entry -> entry.startsWith("org/apache/flink/"))
                .noneMatch(entry -> entry.startsWith("org/slf4j/"))
                .noneMatch(entry -> entry.startsWith("org/apache/logging/"))
                .noneMatch(entry -> entry.startsWith("org/apache/log4j/"))
                .noneMatch(entry -> entry.startsWith("ch/qos/logback/"))
                .noneMatch(entry -> entry.startsWith("log4j2"))
                .noneMatch(entry -> entry.startsWith("io/netty/"))
                .noneMatch(entry -> entry.startsWith("software/amazon/"))
                .noneMatch(entry -> entry.contains("/netty/handler/codec/http"))
                .noneMatch(entry -> entry.startsWith("org/apache/http"))
                .noneMatch(entry -> entry.startsWith("org/apache/hc/"));
    }

    @Test
    void bringsNoFileSystem() {
        assertThat(entries)
                .noneMatch(entry -> entry.endsWith("org.apache.hadoop.fs.FileSystem"))
                .noneMatch(entry -> entry.endsWith("org.apache.flink.core.fs.FileSystemFactory"))
                .noneMatch(entry -> entry.startsWith("org/apache/hadoop/fs/FileSystem"))
                .noneMatch(entry -> entry.startsWith("org/apache/hadoop/fs/s3a/"))
                .noneMatch(entry -> entry.startsWith("com/amazonaws/services/s3/"));
        assertThat(entries)
                .filteredOn(entry -> entry.startsWith("org/apache/hadoop/"))
                .hasSizeBetween(1, 50);
    }

    @Test
    void holdsNothingOfTheTestsAndNoSignatureOfAnotherJar() {
        assertThat(entries)
                .noneMatch(entry -> entry.startsWith("org/junit/"))
                .noneMatch(entry -> entry.startsWith("org/duckdb/"))
                .noneMatch(entry -> entry.startsWith("com/hivemq/"))
                .noneMatch(entry -> entry.matches("META-INF/.*\\.(SF|DSA|RSA)"))
                .noneMatch(entry -> entry.endsWith("module-info.class"));
    }

    @Test
    void compressesOnServersAndOnDevelopersMachines() {
        assertThat(entries)
                .filteredOn(entry -> entry.contains("libzstd-jni"))
                .extracting(entry -> entry.substring(0, entry.lastIndexOf('/')))
                .containsExactlyInAnyOrder(
                        "linux/amd64", "linux/aarch64", "darwin/x86_64", "darwin/aarch64");
    }

    @Test
    void namesItsMainClassAndStaysSmall() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("io.pythoflow.job.PythoFlowJob");
            assertThat(jar.isMultiRelease()).isTrue();
        }
        // 29.6 MiB when it was measured, a third of it the classes of Glue's client.
        assertThat(Files.size(JAR)).isLessThan(32L << 20);
    }

    @Test
    void writesAndReadsParquetBesideNothingButTheRuntime(@TempDir Path folder) throws Exception {
        assertThat(run(folder, ParquetProbe.class, Map.of(), folder.toString()))
                .contains("Wrote 1000 rows, read 499 of them");
    }

    /** Flink asks the runtime for a class of Hadoop before it asks this jar. */
    @Test
    void writesAndReadsParquetBehindTheHadoopOfTheS3FileSystem(@TempDir Path folder)
            throws Exception {
        List<String> classPath = new ArrayList<>();
        classPath.add(
                artifacts().filter(ApplicationJarIT::isTheS3FileSystem).findFirst().orElseThrow());
        classPath.addAll(besideTheRuntime());

        assertThat(run(folder, classPath, ParquetProbe.class, Map.of(), folder.toString()))
                .contains("Wrote 1000 rows, read 499 of them");
    }

    @Test
    void fetchesASecretBesideNothingButTheRuntime(@TempDir Path folder) throws Exception {
        try (SecretsManagerStub manager = SecretsManagerStub.start()) {
            manager.keep(
                    "compute",
                    """
                    {"certificate_pem": "-----BEGIN CERTIFICATE-----\\nHIDDEN",
                     "private_key": "-----BEGIN PRIVATE KEY-----\\nHIDDEN"}
                    """);
            Map<String, String> properties = manager.systemProperties();

            assertThat(run(folder, SecretProbe.class, properties, "compute"))
                    .contains("Fetched TlsMaterial[certificate and key present")
                    .doesNotContain("HIDDEN");
            assertThat(manager.requests()).hasSize(1);
        }
    }

    @Test
    void speaksToGlueBesideNothingButTheRuntime(@TempDir Path folder) throws Exception {
        try (GlueServer glue = GlueServer.start(folder)) {
            assertThat(
                            run(
                                    folder,
                                    CatalogProbe.class,
                                    GlueServer.SURROUNDINGS,
                                    glue.proxy().endpoint().toString()))
                    .contains("Registered a partition with 0 failures");
            assertThat(glue.partitions("readings")).containsExactly("2026-06-01/12");
        }
    }

    private static String run(
            Path folder, Class<?> main, Map<String, String> properties, String argument)
            throws Exception {
        return run(folder, besideTheRuntime(), main, properties, argument);
    }

    /** The output of a process with this class path. */
    private static String run(
            Path folder,
            List<String> classPath,
            Class<?> main,
            Map<String, String> properties,
            String argument)
            throws Exception {
        Path output = folder.resolve("output.txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(
                List.of(
                        "-cp",
                        String.join(File.pathSeparator, classPath),
                        main.getName(),
                        argument));

        Process probe =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();

        assertThat(probe.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(probe.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }

    /** This jar, these tests and what a cluster's lib has. */
    private static List<String> besideTheRuntime() {
        return Stream.concat(
                        Stream.of(JAR.toString(), "target/test-classes"),
                        artifacts().filter(ApplicationJarIT::belongsToTheRuntime))
                .toList();
    }

    private static Stream<String> artifacts() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    private static boolean isTheS3FileSystem(String artifact) {
        return artifact.contains("/flink-s3-fs-hadoop/");
    }

    /** The artifacts of a Flink distribution's lib folder, and what they bring. */
    private static boolean belongsToTheRuntime(String artifact) {
        return !isTheS3FileSystem(artifact)
                && Stream.of(
                                "/org/apache/flink/",
                                "/org/slf4j/",
                                "/org/apache/logging/",
                                "/org/apache/commons/",
                                "/commons-io/",
                                "/com/google/code/findbugs/")
                        .anyMatch(artifact::contains);
    }
}
