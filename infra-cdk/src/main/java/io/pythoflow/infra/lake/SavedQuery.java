package io.pythoflow.infra.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A question that Athena lists for whoever asks the lake. Its text is one query that Athena and
 * DuckDB read alike, in {@code query/<resource>.sql}; the first line is its name, the comment below
 * it the description.
 *
 * @param name as it is listed, at most 128 characters
 * @param description at most 1,024 characters
 * @param sql with its comments
 */
record SavedQuery(String name, String description, String sql) {

    private static final String COMMENT = "-- ";

    /** What an analyst asks first, in that order. */
    static final List<SavedQuery> ALL =
            List.of(
                    read("freshness"),
                    read("sensor"),
                    read("soil"),
                    read("zone_water"),
                    read("zone_shut"),
                    read("gateways_away"),
                    read("rejects"),
                    read("late_and_duplicates"));

    static SavedQuery of(String text) {
        List<String> comments =
                text.lines()
                        .takeWhile(line -> line.startsWith(COMMENT))
                        .map(line -> line.substring(COMMENT.length()))
                        .toList();
        return new SavedQuery(
                comments.get(0), comments.stream().skip(1).collect(Collectors.joining(" ")), text);
    }

    private static SavedQuery read(String resource) {
        String path = "/io/pythoflow/infra/query/" + resource + ".sql";
        try (InputStream in = SavedQuery.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("Resource " + path + " is missing");
            }
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read resource " + path, e);
        }
    }
}
