package io.pythoflow.infra.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The tables of {@code docs/policies.md}, by the headings that they stand under. */
final class PolicyPage {

    /** Answers of the page. */
    enum Verdict {
        YES,
        OWN,
        NO;

        static Verdict parse(String cell) {
            return switch (cell) {
                case "yes" -> YES;
                case "own" -> OWN;
                case "–" -> NO;
                default ->
                        throw new AssertionError("The page answers neither yes nor own: " + cell);
            };
        }
    }

    /**
     * A row of the table.
     *
     * @param pattern with names in braces
     * @param verdicts by who: gateway, compute, operator
     */
    record Row(List<String> actions, String pattern, Map<String, Verdict> verdicts) {}

    /**
     * A row of the examples.
     *
     * @param who a thing, or {@code any}
     * @param attached whether its certificate is attached
     */
    record Example(String who, boolean attached, String action, String on) {}

    private static final String DETACHED = ", attached to no thing";

    private final List<String> lines;

    private PolicyPage(List<String> lines) {
        this.lines = lines;
    }

    static PolicyPage read() {
        Path page = Path.of(System.getProperty("pythoflow.root"), "docs", "policies.md");
        try {
            return new PolicyPage(Files.readAllLines(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Row> table() {
        return cells("## The table").stream()
                .map(
                        cells ->
                                new Row(
                                        List.of(cells.get(0).split(", ")),
                                        cells.get(1),
                                        Map.of(
                                                "gateway", Verdict.parse(cells.get(2)),
                                                "compute", Verdict.parse(cells.get(3)),
                                                "operator", Verdict.parse(cells.get(4)))))
                .toList();
    }

    List<Example> refused() {
        return examples("## Refused, for example");
    }

    List<Example> inseparable() {
        return examples("## What the policies cannot separate");
    }

    private List<Example> examples(String heading) {
        return cells(heading).stream()
                .map(
                        cells ->
                                new Example(
                                        cells.get(0).replace(DETACHED, ""),
                                        !cells.get(0).endsWith(DETACHED),
                                        cells.get(1),
                                        cells.get(2)))
                .toList();
    }

    /** Of the first table below a heading, without its head. */
    private List<List<String>> cells(String heading) {
        List<List<String>> rows = new ArrayList<>();
        lines.stream()
                .dropWhile(line -> !line.equals(heading))
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .forEach(
                        line ->
                                rows.add(
                                        Arrays.stream(line.substring(1).split("\\|"))
                                                .map(cell -> cell.strip().replace("`", ""))
                                                .toList()));
        if (rows.isEmpty()) {
            throw new AssertionError("The page has no table below " + heading);
        }
        return rows;
    }
}
