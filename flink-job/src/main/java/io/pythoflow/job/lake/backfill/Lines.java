package io.pythoflow.job.lake.backfill;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream as bytes, without their ends and without empty ones. Of a line that is
 * longer than any message only the beginning is kept, so that a file of something else does not
 * fill the memory.
 */
final class Lines {

    private static final int LONGEST_BYTES = 16 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;

    Lines(InputStream in) {
        this.in = in;
    }

    /** The next line; null at the end. */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        while (true) {
            if (position == limit) {
                limit = in.read(buffer);
                position = 0;
                if (limit < 0) {
                    limit = 0;
                    return line.size() == 0 ? null : line.toByteArray();
                }
            }
            int start = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            line.write(buffer, start, Math.min(position - start, LONGEST_BYTES - line.size()));
            if (position < limit) {
                position++;
                if (line.size() > 0) {
                    return line.toByteArray();
                }
            }
        }
    }
}
