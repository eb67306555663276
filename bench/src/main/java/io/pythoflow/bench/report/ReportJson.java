package io.pythoflow.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Reports for programs. */
final class ReportJson {
    private static final int VERSION = 1;

    private ReportJson() {}

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    /** One report: an object with its rows. */
    static String of(Report report) {
        return object(json -> report(json, report));
    }

    /** Several: an object with what holds for the run, and the reports. */
    static String of(Report closing, List<Report> reports) {
        return object(
                json -> {
                    machine(json, closing.machine());
                    settings(json, closing.settings());
                    json.writeArrayFieldStart("reports");
                    for (Report report : reports) {
                        json.writeStartObject();
                        report(json, report);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
    }

    private static String object(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json =
                new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeNumberField("schema", VERSION);
            content.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to memory", e);
        }
        return text + "\n";
    }

    private static void report(JsonGenerator json, Report report) throws IOException {
        json.writeStringField("measurement", report.name());
        json.writeStringField("title", report.title());
        machine(json, report.machine());
        settings(json, report.settings());
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
    }

    private static void settings(JsonGenerator json, Map<String, Object> settings)
            throws IOException {
        json.writeObjectFieldStart("settings");
        for (Map.Entry<String, Object> setting : settings.entrySet()) {
            value(json, setting.getKey(), setting.getValue());
        }
        json.writeEndObject();
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
