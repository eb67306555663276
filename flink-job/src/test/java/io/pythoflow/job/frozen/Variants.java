package io.pythoflow.job.frozen;

import io.pythoflow.job.aggregate.SensorAggregate;
import io.pythoflow.job.ingest.CheckedReading;
import io.pythoflow.job.ingest.RoutedReading;
import io.pythoflow.job.state.VersionedSerializer;
import io.pythoflow.job.state.VersionedSerializerSnapshot;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.util.Collector;

/** What must not be done to a job that others have state of. */
final class Variants {

    private Variants() {}

    /** {@code seen-by-hour} under another name, and what stands beside it left out. */
    static void renameState(StreamGraph job) {
        replace(job, "deduplicate", new Deduplicate());
    }

    /** {@code windows} in another format. */
    static void changeSerializer(StreamGraph job) {
        replace(job, "windows", new Windows());
    }

    private static <I, O> void replace(
            StreamGraph job, String uid, KeyedProcessFunction<String, I, O> function) {
        job.getStreamNodes().stream()
                .filter(node -> uid.equals(node.getTransformationUID()))
                .findFirst()
                .orElseThrow()
                .setOperatorFactory(SimpleOperatorFactory.of(new KeyedProcessOperator<>(function)));
    }

    private static final class Deduplicate
            extends KeyedProcessFunction<String, RoutedReading, CheckedReading> {
        private static final long serialVersionUID = 1L;

        private transient MapState<Long, Long> seen;

        @Override
        public void open(OpenContext context) {
            seen =
                    getRuntimeContext()
                            .getMapState(
                                    new MapStateDescriptor<>(
                                            "seen-in-hour", Long.class, Long.class));
        }

        @Override
        public void processElement(
                RoutedReading routed, Context context, Collector<CheckedReading> out)
                throws Exception {
            long timestamp = routed.reading().timestamp();
            seen.put(timestamp, timestamp);
        }
    }

    private static final class Windows
            extends KeyedProcessFunction<String, CheckedReading, SensorAggregate> {
        private static final long serialVersionUID = 1L;

        private transient MapState<Long, Long> windows;

        @Override
        public void open(OpenContext context) {
            windows =
                    getRuntimeContext()
                            .getMapState(
                                    new MapStateDescriptor<>(
                                            "windows",
                                            LongSerializer.INSTANCE,
                                            new NumberSerializer()));
        }

        @Override
        public void processElement(
                CheckedReading reading, Context context, Collector<SensorAggregate> out)
                throws Exception {
            windows.put(1L, 1L);
        }
    }

    /** Of a number, in a version that a test may set back, as a former job's is. */
    static final class NumberSerializer extends VersionedSerializer<Long> {
        private static final long serialVersionUID = 1L;

        private static volatile int version = 1;

        static void writeVersion(int written) {
            version = written;
        }

        @Override
        protected int version() {
            return version;
        }

        @Override
        protected void write(Long value, DataOutputView out) throws IOException {
            out.writeLong(value);
        }

        @Override
        protected Long read(int written, DataInputView in) throws IOException {
            return in.readLong();
        }

        @Override
        public Long createInstance() {
            return 0L;
        }

        @Override
        public Long copy(Long from) {
            return from;
        }

        @Override
        public TypeSerializerSnapshot<Long> snapshotConfiguration() {
            return new Snapshot();
        }

        /** Made by Flink, by name. */
        public static final class Snapshot extends VersionedSerializerSnapshot<Long> {
            public Snapshot() {
                super(NumberSerializer::new);
            }
        }
    }

    /** Remembers numbers by a key. */
    static final class Numbers extends KeyedProcessFunction<String, Long, Long> {
        private static final long serialVersionUID = 1L;

        private transient MapState<Long, Long> numbers;

        @Override
        public void open(OpenContext context) {
            numbers =
                    getRuntimeContext()
                            .getMapState(
                                    new MapStateDescriptor<>(
                                            "numbers",
                                            LongSerializer.INSTANCE,
                                            new NumberSerializer()));
        }

        @Override
        public void processElement(Long number, Context context, Collector<Long> out)
                throws Exception {
            numbers.put(number, number);
        }
    }
}
