package io.pythoflow.job.local;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.LakeProperties;
import io.pythoflow.contract.property.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Property groups from files, as the service would hand them over, and from options. */
final class PropertyFiles {

    private static final String DEFAULT_LAKE = "lake";

    private PropertyFiles() {}

    /** The groups of all files; a later file goes over an earlier one. */
    static Map<String, Properties> read(List<Path> files) throws IOException {
        Map<String, Properties> groups = new HashMap<>();
        for (Path file : files) {
            if (!Files.isReadable(file)) {
                throw new IOException(
                        "Cannot read --properties "
                                + file
                                + ": must be a file with property groups");
            }
            read(file)
                    .forEach(
                            (group, settings) ->
                                    groups.computeIfAbsent(group, g -> new Properties())
                                            .putAll(settings));
        }
        return groups;
    }

    /** Sets the lake that an option names, or the default where nothing names one. */
    static void setLake(Map<String, Properties> groups, @Nullable String lake) {
        if (lake != null || namesNoLake(groups)) {
            set(groups, LakeProperties.LAKE_PATH, lake == null ? DEFAULT_LAKE : lake);
        }
    }

    static void set(Map<String, Properties> groups, Property<?> property, String text) {
        groups.computeIfAbsent(property.group(), g -> new Properties())
                .setProperty(property.key(), text);
    }

    private static Map<String, Properties> read(Path file) throws IOException {
        try {
            return KinesisAnalyticsRuntime.getApplicationProperties(file.toString());
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    "Cannot read --properties %s: must be a JSON list of PropertyGroupId and PropertyMap (%s)"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private static boolean namesNoLake(Map<String, Properties> groups) {
        return Stream.of(
                        LakeProperties.LAKE_PATH,
                        LakeProperties.SOURCE_BUCKET,
                        LakeProperties.DEST_BUCKET)
                .map(Property::key)
                .noneMatch(
                        key ->
                                groups.getOrDefault(JobProperties.LAKE, new Properties())
                                                .containsKey(key)
                                        || System.getenv(key) != null);
    }
}
