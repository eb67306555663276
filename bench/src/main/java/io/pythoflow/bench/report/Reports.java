package io.pythoflow.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.ExitCodes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** Writes reports. */
public final class Reports {
    private static final Path FOLDER = Path.of("bench/target/results");
    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int JSON_VERSION = 1;

    private Reports() {}

    /**
     * Prints the table and writes {@code bench/target/results/<name>-<time>.json}.
     *
     * @return the exit code: whether every criterion holds
     */
    public static int publish(Report report, PrintWriter out) {
        Path file =
                FOLDER.resolve(
                        report.name()
                                + "-"
                                + FILE_TIME.format(report.machine().startedAt())
                                + ".json");
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(file, json(report));
        } catch (IOException e) {
            throw new BenchException("Cannot write " + file, e);
        }
        out.println();
        out.print(table(report));
        out.println(file);
        out.flush();
        return report.missed().isPresent() ? ExitCodes.MISSED : ExitCodes.OK;
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

    static String json(Report report) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json =
                new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeNumberField("schema", JSON_VERSION);
            json.writeStringField("measurement", report.name());
            json.writeStringField("title", report.title());
            machine(json, report.machine());
            json.writeObjectFieldStart("settings");
            for (Map.Entry<String, Object> setting : report.settings().entrySet()) {
                value(json, setting.getKey(), setting.getValue());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("rows");
            for (List<Object> row : report.rows()) {
                json.writeStartObject();
                for (int i = 0; i < row.size(); i++) {
                    value(json, report.columns().get(i).key(), row.get(i));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("notes");
            for (String note : report.notes()) {
                json.writeString(note);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("criteria");
            for (Report.Criterion criterion : report.criteria()) {
                json.writeStartObject();
                json.writeStringField("text", criterion.text());
                json.writeBooleanField("holds", criterion.holds());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void machine(JsonGenerator json, Machine machine) throws IOException {
        json.writeObjectFieldStart("machine");
        json.writeStringField("processor", machine.processor());
        json.writeNumberField("cores", machine.cores());
        json.writeNumberField("memory_bytes", machine.memoryBytes());
        json.writeStringField("system", machine.system());
        json.writeStringField("java", machine.java());
        json.writeNumberField("load_before", machine.loadBefore());
        json.writeStringField("started_at", machine.startedAt().toString());
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, String key, Object value) throws IOException {
        if (value instanceof Integer || value instanceof Long) {
            json.writeNumberField(key, ((Number) value).longValue());
        } else if (value instanceof Number number) {
            json.writeNumberField(key, number.doubleValue());
        } else {
            json.writeStringField(key, value.toString());
        }
    }
}
