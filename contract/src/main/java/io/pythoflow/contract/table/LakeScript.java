package io.pythoflow.contract.table;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * SQL for DuckDB that gives a lake in a local folder the tables and views of the catalogue, with
 * the same names, columns and values: timestamps are UTC without a zone as Trino reads them,
 * whatever the session's zone. A table without files is empty; files from before a column have
 * nulls in it.
 */
public final class LakeScript {

    /** Trino and Athena pass over the same files. */
    private static final String FILES = "/dt=*/hour=*/[!._]*.parquet";

    private final Path lake;

    private LakeScript(Path lake) {
        this.lake = lake;
    }

    /** Prints the script for the folder that is the only argument. */
    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            out.print(of(folder(arguments)));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static Path folder(String[] arguments) {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("Name one folder: that of the lake");
        }
        if (arguments[0].startsWith("s3:")) {
            throw new IllegalArgumentException(
                    "The lake %s is not in a local folder: ask Athena or a Trino, which have its tables and views"
                            .formatted(arguments[0]));
        }
        return Path.of(arguments[0]);
    }

    /**
     * The script, statements that replace what an earlier script made.
     *
     * @throws IllegalArgumentException if there is no lake in the folder
     */
    public static String of(Path folder) throws IOException {
        LakeScript script = new LakeScript(folder.toAbsolutePath().normalize());
        return script.tables() + views();
    }

    /**
     * The statements of a table in a folder that {@code {lake}} stands for.
     *
     * @param files below the folder, a pattern; where none matches, {@code withoutRows} holds
     * @param overFiles the view of the files
     * @param withoutRows the view of no files, of the same columns
     */
    record Template(String files, String overFiles, String withoutRows) {}

    /** What {@link #of} makes of a table, for readers that look into the folder themselves. */
    static Template template(TableDefinition table) {
        LakeScript script = new LakeScript(Path.of("{lake}"));
        return new Template(
                script.folder(table) + FILES, script.overFiles(table), withoutRows(table));
    }

    private String tables() throws IOException {
        boolean any = false;
        StringBuilder tables = new StringBuilder();
        for (TableDefinition table : Tables.ALL) {
            any |= Files.isDirectory(folder(table));
            tables.append(hasFiles(table) ? overFiles(table) : withoutRows(table));
        }
        if (!any) {
            throw new IllegalArgumentException(
                    "No lake in %s: make one with make run, or name its folder with LAKE="
                            .formatted(lake));
        }
        return tables.toString();
    }

    static String views() {
        return Views.ALL.stream().map(view -> create(view.name(), view.sql())).collect(joining());
    }

    /**
     * The schema names each column, because DuckDB takes it from the first file else, which may be
     * from before a column. It excludes DuckDB's own reading of partitions, so these come from the
     * file's name; a filter on them is decided for each name before a file is opened.
     */
    private String overFiles(TableDefinition table) {
        String files = pattern(folder(table)) + FILES;
        return create(
                table.name(),
                """
                SELECT
                %s
                FROM read_parquet(
                    %s,
                    filename = true,
                    hive_partitioning = false,
                    schema = MAP {
                %s
                    })"""
                        .formatted(
                                Stream.concat(
                                                table.columns().stream().map(LakeScript::read),
                                                Tables.PARTITION_COLUMNS.stream()
                                                        .map(LakeScript::fromFileName))
                                        .map("    "::concat)
                                        .collect(joining(",\n")),
                                literal(files),
                                table.columns().stream()
                                        .map(LakeScript::schema)
                                        .map("        "::concat)
                                        .collect(joining(",\n"))));
    }

    private static String withoutRows(TableDefinition table) {
        Stream<String> columns =
                table.columns().stream().map(c -> noValue(c.name(), c.type().duckDbName()));
        Stream<String> partition =
                Tables.PARTITION_COLUMNS.stream()
                        .map(name -> noValue(name, ColumnType.STRING.duckDbName()));
        return create(
                table.name(),
                Stream.concat(columns, partition)
                        .collect(joining(",\n    ", "SELECT\n    ", "\nWHERE false")));
    }

    private static String create(String name, String query) {
        return "CREATE OR REPLACE VIEW %s AS\n%s;\n\n".formatted(quoted(name), query);
    }

    private static String read(Column column) {
        String name = quoted(column.name());
        return column.type() == ColumnType.TIMESTAMP
                ? "%s AT TIME ZONE 'UTC' AS %s".formatted(name, name)
                : name;
    }

    private static String schema(Column column) {
        // The Parquet type is an instant, which DuckDB would turn into the session's local time.
        String type =
                column.type() == ColumnType.TIMESTAMP
                        ? "TIMESTAMP WITH TIME ZONE"
                        : column.type().duckDbName();
        return "%s: {name: %s, type: '%s', default_value: NULL}"
                .formatted(literal(column.name()), literal(column.name()), type);
    }

    private static String fromFileName(String partitionColumn) {
        return "regexp_extract(filename, '.*/%s=([^/]*)/', 1) AS %s"
                .formatted(partitionColumn, quoted(partitionColumn));
    }

    private static String noValue(String name, String type) {
        return "CAST(NULL AS %s) AS %s".formatted(type, quoted(name));
    }

    private boolean hasFiles(TableDefinition table) throws IOException {
        Path folder = folder(table);
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (DirectoryStream<Path> days = Files.newDirectoryStream(folder, "dt=*")) {
            for (Path day : days) {
                if (hasFiles(day)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean hasFiles(Path day) throws IOException {
        try (Stream<Path> files = Files.walk(day, 2)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.matches("[^._].*\\.parquet"));
        }
    }

    private Path folder(TableDefinition table) {
        return lake.resolve(table.root().name().toLowerCase(Locale.ROOT)).resolve(table.name());
    }

    /** A path that matches itself alone. */
    private static String pattern(Path path) {
        return path.toString().replaceAll("[*?\\[]", "[$0]");
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Some names are words of the language. */
    private static String quoted(String name) {
        return '"' + name + '"';
    }
}
