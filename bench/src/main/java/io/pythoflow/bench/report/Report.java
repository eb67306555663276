package io.pythoflow.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The outcome of one measurement, gathered row by row. Values are numbers or texts. One thread. */
public final class Report {
    private final String name;
    private final String title;
    private final Machine machine;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final List<Column> columns;
    private final List<List<Object>> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Criterion> criteria = new ArrayList<>();

    /** What had to be reached, and whether it was. */
    public record Criterion(String text, boolean holds) {}

    /**
     * @param name of the measurement, as on the command line
     * @param title what is measured, one line
     */
    public Report(String name, String title, Machine machine, List<Column> columns) {
        this.name = name;
        this.title = title;
        this.machine = machine;
        this.columns = List.copyOf(columns);
    }

    /** States a condition of the run, such as the broker's version. */
    public Report setting(String key, Object value) {
        settings.put(key, value);
        return this;
    }

    /** Adds a row; a value for each column. */
    public Report row(Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(
                    "A row of %d values for %d columns".formatted(values.length, columns.size()));
        }
        rows.add(List.of(values));
        return this;
    }

    /** Adds what a reader must know to read the table. */
    public Report note(String text) {
        notes.add(text);
        return this;
    }

    public Report criterion(String text, boolean holds) {
        criteria.add(new Criterion(text, holds));
        return this;
    }

    /** The first criterion that does not hold. */
    public Optional<Criterion> missed() {
        return criteria.stream().filter(criterion -> !criterion.holds()).findFirst();
    }

    String name() {
        return name;
    }

    String title() {
        return title;
    }

    Machine machine() {
        return machine;
    }

    Map<String, Object> settings() {
        return settings;
    }

    List<Column> columns() {
        return columns;
    }

    List<List<Object>> rows() {
        return rows;
    }

    List<String> notes() {
        return notes;
    }

    List<Criterion> criteria() {
        return criteria;
    }
}
