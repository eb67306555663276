package io.pythoflow.job.local;

import io.pythoflow.contract.table.TableDefinition;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.PythoFlowJob;
import io.pythoflow.job.config.LakeConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that works on a lake: which one, and how this process reaches it. */
final class LakeOptions {

    @Option(
            names = "--properties",
            paramLabel = "FILE",
            description =
                    "Property groups as JSON; may be repeated, a later file goes over an earlier one.")
    private List<Path> properties = List.of();

    @Option(
            names = "--flink-conf",
            paramLabel = "DIR",
            description =
                    "Folder with a config.yaml of Flink's: the s3.* settings for tables and files in S3.")
    private @Nullable Path flinkConf;

    @Option(
            names = "--lake",
            paramLabel = "DIR",
            description =
                    "Goes over lake.path (default: lake, where the files name no other place).")
    private @Nullable String lake;

    /** The properties of all files, with the lake. */
    Map<String, Properties> groups() throws IOException {
        Map<String, Properties> groups = PropertyFiles.read(properties);
        PropertyFiles.setLake(groups, lake);
        return groups;
    }

    /** How this process reaches file systems that are not local. */
    FileSystemSettings fileSystems() throws IOException {
        return FileSystemSettings.load(flinkConf, System.getenv());
    }

    /**
     * Sees to it that tables can be written and are as the catalogue says.
     *
     * @throws IOException if a folder cannot be reached
     */
    static void open(LakeConfig lake, FileSystemSettings fileSystems) throws IOException {
        fileSystems.check(List.of(lake.rawRoot(), lake.aggregatedRoot()));
        fileSystems.initialize();
        PythoFlowJob.prepareCatalog(lake);
    }

    /** Prints where tables lie. */
    static void print(LakeConfig lake, PrintWriter out) {
        for (TableDefinition table : Tables.ALL) {
            out.printf("%-20s %s%n", table.name(), lake.location(table));
        }
    }
}
