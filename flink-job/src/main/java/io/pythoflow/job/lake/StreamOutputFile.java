package io.pythoflow.job.lake;

import java.io.IOException;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A file that Flink has opened, as Parquet wants it. Closing it flushes and leaves the stream open:
 * Flink still has to persist it.
 */
final class StreamOutputFile implements OutputFile {

    private static final int BUFFER_BYTES = 16 * 1024;

    private final FSDataOutputStream stream;

    StreamOutputFile(FSDataOutputStream stream) {
        this.stream = stream;
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
        return new BufferedPositionStream(stream);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
        return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    /** Buffers, because Parquet writes its footer in pieces of a few bytes. */
    private static final class BufferedPositionStream extends PositionOutputStream {

        private final FSDataOutputStream stream;
        private final byte[] buffer = new byte[BUFFER_BYTES];
        private long flushedBytes;
        private int bufferedBytes;

        BufferedPositionStream(FSDataOutputStream stream) throws IOException {
            this.stream = stream;
            this.flushedBytes = stream.getPos();
        }

        @Override
        public long getPos() {
            return flushedBytes + bufferedBytes;
        }

        @Override
        public void write(int b) throws IOException {
            if (bufferedBytes == buffer.length) {
                drain();
            }
            buffer[bufferedBytes++] = (byte) b;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > buffer.length - bufferedBytes) {
                drain();
                if (length >= buffer.length) {
                    stream.write(bytes, offset, length);
                    flushedBytes += length;
                    return;
                }
            }
            System.arraycopy(bytes, offset, buffer, bufferedBytes, length);
            bufferedBytes += length;
        }

        @Override
        public void flush() throws IOException {
            drain();
            stream.flush();
        }

        @Override
        public void close() throws IOException {
            flush();
        }

        private void drain() throws IOException {
            stream.write(buffer, 0, bufferedBytes);
            flushedBytes += bufferedBytes;
            bufferedBytes = 0;
        }
    }
}
