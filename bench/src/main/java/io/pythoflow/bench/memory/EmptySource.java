package io.pythoflow.bench.memory;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A source that ends at once, in place of those that a measurement has nothing to say to.
 *
 * @param <T> what it would have brought
 */
final class EmptySource<T> implements Source<T, MemorySplit, Integer>, ResultTypeQueryable<T> {
    private static final long serialVersionUID = 1L;

    private final Class<T> type;

    EmptySource(Class<T> type) {
        this.type = type;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<T, MemorySplit> createReader(SourceReaderContext context) {
        return new Reader<>();
    }

    @Override
    public SplitEnumerator<MemorySplit, Integer> createEnumerator(
            SplitEnumeratorContext<MemorySplit> context) {
        return new Enumerator();
    }

    @Override
    public SplitEnumerator<MemorySplit, Integer> restoreEnumerator(
            SplitEnumeratorContext<MemorySplit> context, Integer state) {
        return new Enumerator();
    }

    @Override
    public SimpleVersionedSerializer<MemorySplit> getSplitSerializer() {
        return new MemorySplit.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<Integer> getEnumeratorCheckpointSerializer() {
        return new MemorySource.AssignedSerializer();
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return TypeInformation.of(type);
    }

    private static final class Enumerator implements SplitEnumerator<MemorySplit, Integer> {
        @Override
        public void start() {}

        @Override
        public void handleSplitRequest(int subtask, @Nullable String host) {}

        @Override
        public void addSplitsBack(List<MemorySplit> splits, int subtask) {}

        @Override
        public void addReader(int subtask) {}

        @Override
        public Integer snapshotState(long checkpointId) {
            return 0;
        }

        @Override
        public void close() {}
    }

    private static final class Reader<T> implements SourceReader<T, MemorySplit> {
        @Override
        public void start() {}

        @Override
        public InputStatus pollNext(ReaderOutput<T> output) {
            return InputStatus.END_OF_INPUT;
        }

        @Override
        public List<MemorySplit> snapshotState(long checkpointId) {
            return List.of();
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void addSplits(List<MemorySplit> splits) {}

        @Override
        public void notifyNoMoreSplits() {}

        @Override
        public void close() {}
    }
}
