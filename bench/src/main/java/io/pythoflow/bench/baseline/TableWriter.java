package io.pythoflow.bench.baseline;

import java.util.Locale;

/** Who writes the tables of the straightforward job. */
public enum TableWriter {
    /** What Flink's documentation shows: a {@code FileSink} and Avro's reflection. */
    FLINK,
    /** The job's own writer, to tell what it alone is worth. */
    OURS;

    /** The name for people and programs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
