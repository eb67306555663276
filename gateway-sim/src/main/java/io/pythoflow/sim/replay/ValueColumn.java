package io.pythoflow.sim.replay;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Which column of which files holds which metric: {@code [SENSOR/]METRIC[:UNIT]=COLUMN[@FILES]}.
 *
 * @param sensorId null: the sensor of the command or file
 * @param metric as published
 * @param unit as published; null for none
 * @param column name in the header
 * @param files a file name or a pattern with {@code *}; null for every file
 */
record ValueColumn(
        @Nullable String sensorId,
        String metric,
        @Nullable String unit,
        String column,
        @Nullable String files) {

    static final String FORM = "[SENSOR/]METRIC[:UNIT]=COLUMN[@FILES]";

    /** A unit may hold slashes ({@code km/h}), a column nearly everything, so both come last. */
    private static final Pattern GRAMMAR =
            Pattern.compile(
                    "(?:(?<sensor>[^/:=]+)/)?(?<metric>[^/:=]+)(?::(?<unit>[^=]+))?"
                            + "=(?<column>.+?)(?:@(?<files>[^@]+))?");

    /**
     * Reads the form above.
     *
     * @throws IllegalArgumentException naming the text and the form
     */
    static ValueColumn parse(String text) {
        Matcher matcher = GRAMMAR.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not of the form " + FORM);
        }
        return new ValueColumn(
                matcher.group("sensor"),
                matcher.group("metric"),
                matcher.group("unit"),
                matcher.group("column"),
                matcher.group("files"));
    }

    /** Whether it speaks of this file. */
    boolean appliesTo(Path file) {
        if (files == null) {
            return true;
        }
        Path name = file.getFileName();
        if (name.toString().equals(files)) {
            return true;
        }
        try {
            PathMatcher pattern = FileSystems.getDefault().getPathMatcher("glob:" + files);
            return pattern.matches(name);
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
