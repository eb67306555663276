package io.pythoflow.job.lake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which chunks of waiting rows a file holds, as its footer says. An older checkpoint holds chunks
 * that were published since it was taken, whole or as far as they had grown; whoever restores it
 * finds them named here and does not publish them again.
 *
 * @param runs in order
 */
record ReleasedChunks(List<Run> runs) {

    /** Key in the footer. */
    static final String METADATA = "pythoflow.released";

    static final ReleasedChunks NONE = new ReleasedChunks(List.of());

    private static final Pattern RUN = Pattern.compile("([0-9a-f-]{36}) (\\d+) (\\d+) (\\d+)");

    /**
     * Chunks that follow each other. Only the last of a generation grows after it was in a
     * snapshot, so the others are there with all their rows.
     *
     * @param generation of the folder
     * @param first sequence number
     * @param last sequence number
     * @param rows how many rows of the last chunk are there, from its first
     */
    record Run(UUID generation, int first, int last, int rows) {}

    ReleasedChunks {
        runs = List.copyOf(runs);
    }

    static ReleasedChunks of(List<WaitingChunk> chunks) {
        List<Run> runs = new ArrayList<>();
        for (WaitingChunk chunk :
                chunks.stream()
                        .sorted(
                                Comparator.comparing(WaitingChunk::generation)
                                        .thenComparing(WaitingChunk::sequence))
                        .toList()) {
            Run before = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            boolean follows =
                    before != null
                            && before.generation().equals(chunk.generation())
                            && before.last() + 1 == chunk.sequence();
            Run run =
                    new Run(
                            chunk.generation(),
                            follows ? before.first() : chunk.sequence(),
                            chunk.sequence(),
                            chunk.rows());
            if (follows) {
                runs.set(runs.size() - 1, run);
            } else {
                runs.add(run);
            }
        }
        return new ReleasedChunks(runs);
    }

    /** Both together. */
    ReleasedChunks and(ReleasedChunks other) {
        List<Run> all = new ArrayList<>(runs);
        all.addAll(other.runs);
        return new ReleasedChunks(all);
    }

    /** How many rows of a chunk are there, from its first; all of them if it has no more. */
    int rowsOf(WaitingChunk chunk) {
        return runs.stream()
                .filter(run -> run.generation().equals(chunk.generation()))
                .filter(run -> run.first() <= chunk.sequence() && chunk.sequence() <= run.last())
                .mapToInt(run -> chunk.sequence() < run.last() ? chunk.rows() : run.rows())
                .map(rows -> Math.min(rows, chunk.rows()))
                .max()
                .orElse(0);
    }

    /** As the footer has it. */
    String text() {
        return runs.stream()
                .map(
                        run ->
                                run.generation()
                                        + " "
                                        + run.first()
                                        + " "
                                        + run.last()
                                        + " "
                                        + run.rows())
                .collect(Collectors.joining(","));
    }

    /**
     * Reads {@link #text}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static ReleasedChunks parse(String text) {
        List<Run> runs = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher run = RUN.matcher(part);
            if (!run.matches()) {
                throw new IllegalArgumentException("Not a run of chunks: '" + part + "'");
            }
            runs.add(
                    new Run(
                            UUID.fromString(run.group(1)),
                            Integer.parseInt(run.group(2)),
                            Integer.parseInt(run.group(3)),
                            Integer.parseInt(run.group(4))));
        }
        return new ReleasedChunks(runs);
    }
}
