package io.pythoflow.sim.replay;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Several recordings as one: always the earliest of the rows that the files stand at, the file
 * named first on a tie. A file's own order stays as recorded, also where its time steps back. Holds
 * one row per file.
 */
final class RecordingMerge implements Closeable {

    private record Source(int index, RecordingReader reader) {
        long time() {
            return reader.head() == null ? Long.MAX_VALUE : reader.head().time();
        }
    }

    private final List<RecordingReader> readers = new ArrayList<>();
    private final PriorityQueue<Source> byTime =
            new PriorityQueue<>(
                    Comparator.comparingLong(Source::time).thenComparingInt(Source::index));

    RecordingMerge(List<Recording> recordings, RowCounts counts) throws IOException {
        try {
            for (Recording recording : recordings) {
                RecordingReader reader = new RecordingReader(recording, counts);
                readers.add(reader);
                add(new Source(readers.size(), reader));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The next row, null at the end. */
    @Nullable RecordedRow next() {
        Source earliest = byTime.poll();
        if (earliest == null) {
            return null;
        }
        RecordedRow row = earliest.reader().head();
        earliest.reader().advance();
        add(earliest);
        return row;
    }

    private void add(Source source) {
        if (source.reader().head() != null) {
            byTime.add(source);
        }
    }

    @Override
    public void close() throws IOException {
        for (RecordingReader reader : readers) {
            reader.close();
        }
    }
}
