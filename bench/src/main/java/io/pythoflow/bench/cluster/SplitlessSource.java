package io.pythoflow.bench.cluster;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A source that has nothing to divide among its readers and nothing to remember.
 *
 * @param <T> what it brings
 */
public abstract class SplitlessSource<T>
        implements Source<T, SplitlessSource.NoSplit, SplitlessSource.NoSplit>,
                ResultTypeQueryable<T> {
    private static final long serialVersionUID = 1L;

    /** Neither a split nor a state of any enumerator exists. */
    public enum NoSplit implements SourceSplit {
        NONE;

        @Override
        public String splitId() {
            return "none";
        }
    }

    @Override
    public final SplitEnumerator<NoSplit, NoSplit> createEnumerator(
            SplitEnumeratorContext<NoSplit> context) {
        return new Enumerator();
    }

    @Override
    public final SplitEnumerator<NoSplit, NoSplit> restoreEnumerator(
            SplitEnumeratorContext<NoSplit> context, NoSplit state) {
        return new Enumerator();
    }

    @Override
    public final SimpleVersionedSerializer<NoSplit> getSplitSerializer() {
        return new Serializer();
    }

    @Override
    public final SimpleVersionedSerializer<NoSplit> getEnumeratorCheckpointSerializer() {
        return new Serializer();
    }

    /** A reader without splits. */
    protected abstract static class Reader<T> implements SourceReader<T, NoSplit> {
        @Override
        public final List<NoSplit> snapshotState(long checkpointId) {
            return List.of();
        }

        @Override
        public final void addSplits(List<NoSplit> splits) {}

        @Override
        public final void notifyNoMoreSplits() {}

        @Override
        public CompletableFuture<Void> isAvailable() {
            return CompletableFuture.completedFuture(null);
        }
    }

    private static final class Enumerator implements SplitEnumerator<NoSplit, NoSplit> {
        @Override
        public void start() {}

        @Override
        public void handleSplitRequest(int subtask, @Nullable String host) {}

        @Override
        public void addSplitsBack(List<NoSplit> splits, int subtask) {}

        @Override
        public void addReader(int subtask) {}

        @Override
        public NoSplit snapshotState(long checkpointId) {
            return NoSplit.NONE;
        }

        @Override
        public void close() {}
    }

    private static final class Serializer implements SimpleVersionedSerializer<NoSplit> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(NoSplit none) {
            return new byte[0];
        }

        @Override
        public NoSplit deserialize(int version, byte[] serialized) {
            return NoSplit.NONE;
        }
    }
}
