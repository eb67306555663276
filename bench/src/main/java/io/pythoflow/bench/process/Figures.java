package io.pythoflow.bench.process;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whole numbers by name: what one process of a measurement tells another, as one line of its
 * output.
 */
public record Figures(Map<String, Long> values) {
    private static final String MARK = "@figures";

    public Figures {
        values = new LinkedHashMap<>(values);
    }

    public static Figures of(String name, long value) {
        return new Figures(Map.of(name, value));
    }

    /** These and one more. */
    public Figures with(String name, long value) {
        Map<String, Long> all = new LinkedHashMap<>(values);
        all.put(name, value);
        return new Figures(all);
    }

    /**
     * The number of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public long value(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No figure " + name + " among " + values.keySet());
        }
        return value;
    }

    public void print(PrintWriter out) {
        out.println(line());
        out.flush();
    }

    String line() {
        return MARK
                + values.entrySet().stream()
                        .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining());
    }

    /** Reads a line of output; empty if it carries no figures. */
    static Optional<Figures> parse(String line) {
        if (!line.startsWith(MARK + " ")) {
            return Optional.empty();
        }
        Map<String, Long> values = new LinkedHashMap<>();
        for (String pair : line.substring(MARK.length() + 1).split(" ", -1)) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), Long.parseLong(pair.substring(equals + 1)));
        }
        return Optional.of(new Figures(values));
    }
}
