package io.pythoflow.job.lake;

import java.io.IOException;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** One element of a table writer's state. Elements are shared out when the job is rescaled. */
sealed interface TableWriterState {

    /** A folder that FileSink writes to. */
    record OpenFolder(FileWriterBucketState state) implements TableWriterState {}

    /** Rows that wait. */
    record Waiting(WaitingChunk chunk) implements TableWriterState {}

    /** Writes the current version, and reads it and what FileSink alone wrote before it. */
    final class Serializer implements SimpleVersionedSerializer<TableWriterState> {

        /** Above the versions of FileSink's own serializer, which stood here before. */
        private static final int VERSION = 101;

        private static final int OPEN_FOLDER = 1;
        private static final int WAITING = 2;

        private final SimpleVersionedSerializer<FileWriterBucketState> folders;

        Serializer(SimpleVersionedSerializer<FileWriterBucketState> folders) {
            this.folders = folders;
        }

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(TableWriterState element) throws IOException {
            if (element instanceof Waiting waiting) {
                WaitingChunk chunk = waiting.chunk();
                DataOutputSerializer out = new DataOutputSerializer(32 + chunk.compressed().length);
                out.writeByte(WAITING);
                out.writeLong(chunk.hour());
                out.writeLong(chunk.since());
                out.writeInt(chunk.rows());
                out.writeInt(chunk.encodedBytes());
                out.writeInt(chunk.compressed().length);
                out.write(chunk.compressed());
                return out.getCopyOfBuffer();
            }
            DataOutputSerializer out = new DataOutputSerializer(256);
            out.writeByte(OPEN_FOLDER);
            SimpleVersionedSerialization.writeVersionAndSerialize(
                    folders, ((OpenFolder) element).state(), out);
            return out.getCopyOfBuffer();
        }

        @Override
        public TableWriterState deserialize(int version, byte[] serialized) throws IOException {
            if (version < VERSION) {
                return new OpenFolder(folders.deserialize(version, serialized));
            }
            if (version > VERSION) {
                throw new IOException(
                        "A table writer's state was written in version %d, and this job reads up to %d: resume with the job that wrote it, or a newer one"
                                .formatted(version, VERSION));
            }
            DataInputDeserializer in = new DataInputDeserializer(serialized);
            int kind = in.readByte();
            return switch (kind) {
                case OPEN_FOLDER ->
                        new OpenFolder(
                                SimpleVersionedSerialization.readVersionAndDeSerialize(
                                        folders, in));
                case WAITING -> new Waiting(readChunk(in));
                default -> throw new IOException("Unknown kind of table writer state: " + kind);
            };
        }

        private static WaitingChunk readChunk(DataInputDeserializer in) throws IOException {
            long hour = in.readLong();
            long since = in.readLong();
            int rows = in.readInt();
            int encodedBytes = in.readInt();
            byte[] compressed = new byte[in.readInt()];
            in.readFully(compressed);
            return new WaitingChunk(hour, since, rows, encodedBytes, compressed);
        }
    }
}
