package io.pythoflow.bench.memory;

import io.pythoflow.bench.cluster.SplitlessSource;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;

/**
 * A source that ends at once, in place of those that a measurement has nothing to say to.
 *
 * @param <T> what it would have brought
 */
final class EmptySource<T> extends SplitlessSource<T> {
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
    public SourceReader<T, NoSplit> createReader(SourceReaderContext context) {
        return new EmptyReader<>();
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return TypeInformation.of(type);
    }

    private static final class EmptyReader<T> extends Reader<T> {
        @Override
        public void start() {}

        @Override
        public InputStatus pollNext(ReaderOutput<T> output) {
            return InputStatus.END_OF_INPUT;
        }

        @Override
        public void close() {}
    }
}
