package io.pythoflow.bench.report;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.ExitCodes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Writes reports. */
public final class Reports {
    private static final Path FOLDER = Path.of("bench/target/results");
    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private Reports() {}

    /**
     * Prints the table and writes {@code bench/target/results/<name>-<time>.json}.
     *
     * @return the exit code: whether every criterion holds
     */
    public static int publish(Report report, PrintWriter out) {
        Path file = write(report, ReportJson.of(report));
        print(report, out);
        out.println(file);
        out.flush();
        return report.missed().isPresent() ? ExitCodes.MISSED : ExitCodes.OK;
    }

    /**
     * Prints the closing table of a run of several measurements, and writes the reports of all into
     * one file.
     *
     * @param closing one of them, which names the file
     */
    public static void publishAll(Report closing, List<Report> reports, PrintWriter out) {
        Path file = write(closing, ReportJson.of(closing, reports));
        print(closing, out);
        out.println(file);
        out.flush();
    }

    /** Prints the table alone. */
    public static void print(Report report, PrintWriter out) {
        out.println();
        out.print(table(report));
        out.flush();
    }

    private static Path write(Report report, String json) {
        Path file =
                FOLDER.resolve(
                        report.name()
                                + "-"
                                + FILE_TIME.format(report.machine().startedAt())
                                + ".json");
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(file, json);
        } catch (IOException e) {
            throw new BenchException("Cannot write " + file, e);
        }
        return file;
    }

    /** Texts to the left, numbers to the right, under their headings. */
    static String table(Report report) {
        StringBuilder text = new StringBuilder();
        text.append(report.title()).append('\n').append(report.machine().line()).append('\n');
        report.settings().forEach((key, value) -> text.append(key + ": " + value).append('\n'));
        text.append('\n');
        int[] widths =
                report.columns().stream().mapToInt(column -> column.heading().length()).toArray();
        for (List<Object> row : report.rows()) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] =
                        Math.max(widths[i], report.columns().get(i).format(row.get(i)).length());
            }
        }
        List<Object> headings =
                report.columns().stream().<Object>map(column -> column.heading()).toList();
        appendRow(
                text,
                report,
                headings,
                report.rows().isEmpty() ? headings : report.rows().get(0),
                widths);
        for (List<Object> row : report.rows()) {
            appendRow(text, report, row, row, widths);
        }
        report.notes().forEach(note -> text.append('\n').append(note));
        if (!report.notes().isEmpty()) {
            text.append('\n');
        }
        for (Report.Criterion criterion : report.criteria()) {
            text.append('\n')
                    .append(criterion.holds() ? "holds:  " : "MISSED: ")
                    .append(criterion.text());
        }
        return text.append('\n').toString();
    }

    private static void appendRow(
            StringBuilder text,
            Report report,
            List<Object> row,
            List<Object> alignedLike,
            int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = report.columns().get(i).format(row.get(i));
            String padding = " ".repeat(widths[i] - cell.length());
            boolean number = alignedLike.get(i) instanceof Number;
            line.append(i == 0 ? "" : "  ").append(number ? padding + cell : cell + padding);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
