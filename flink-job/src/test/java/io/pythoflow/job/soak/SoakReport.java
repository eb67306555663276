package io.pythoflow.job.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tables held against the ledger.
 *
 * @param delivered messages that the broker sent to the job, copies included
 * @param wrong what is wrong, a line for each example; empty where nothing is
 */
record SoakReport(Readings readings, Aggregates aggregates, long delivered, List<String> wrong) {

    /**
     * @param ledger readings that the broker took over
     * @param lake rows of {@code readings}
     * @param missing readings without a row
     * @param duplicated rows beyond the first of a reading
     * @param unexpected rows whose id, sensor, time and values are not those of a reading
     * @param rejected rows of {@code rejected_messages}
     */
    record Readings(
            long ledger, long lake, long missing, long duplicated, long unexpected, long rejected) {

        boolean agree() {
            return ledger > 0
                    && lake == ledger
                    && missing == 0
                    && duplicated == 0
                    && unexpected == 0
                    && rejected == 0;
        }
    }

    /**
     * @param expected one for each sensor, metric and window of the ledger
     * @param rows of {@code sensor_aggregates}, revisions included
     * @param missing expected ones without a row
     * @param unexpected newest rows of windows that the ledger does not have
     * @param different newest rows with other figures
     * @param repeated rows beyond the first of a sensor, metric, window and revision
     */
    record Aggregates(
            long expected,
            long rows,
            long missing,
            long unexpected,
            long different,
            long repeated) {

        boolean agree() {
            return expected > 0
                    && missing == 0
                    && unexpected == 0
                    && different == 0
                    && repeated == 0;
        }
    }

    SoakReport {
        wrong = List.copyOf(wrong);
    }

    boolean isClean() {
        return readings.agree() && aggregates.agree() && wrong.isEmpty();
    }

    /** The same with one more thing that is wrong. */
    SoakReport with(String alsoWrong) {
        return new SoakReport(
                readings,
                aggregates,
                delivered,
                Stream.concat(wrong.stream(), Stream.of(alsoWrong)).toList());
    }

    /** Messages that reached the job beyond the first copy of each reading. */
    long redelivered() {
        return Math.max(0, delivered - (readings.ledger() - readings.missing()));
    }

    /** For people. */
    String table() {
        List<String> lines = new ArrayList<>();
        lines.add("readings");
        lines.add(line("ledger", readings.ledger()));
        lines.add(line("lake", readings.lake()));
        lines.add(line("missing", readings.missing()));
        lines.add(line("duplicated", readings.duplicated()));
        lines.add(line("unexpected", readings.unexpected()));
        lines.add(line("rejected", readings.rejected()));
        lines.add(line("redelivered", redelivered()));
        lines.add("aggregates, newest row of each sensor, metric and window");
        lines.add(line("expected", aggregates.expected()));
        lines.add(line("rows, all revisions", aggregates.rows()));
        lines.add(line("missing", aggregates.missing()));
        lines.add(line("unexpected", aggregates.unexpected()));
        lines.add(line("different", aggregates.different()));
        lines.add(line("revision twice", aggregates.repeated()));
        wrong.forEach(example -> lines.add("  " + example));
        lines.add(
                isClean()
                        ? "Nothing lost, nothing counted twice."
                        : "NOT CLEAN: the tables are not what was sent.");
        return String.join(System.lineSeparator(), lines);
    }

    private static String line(String name, long count) {
        return "  %-22s %,10d".formatted(name, count);
    }
}
