package io.pythoflow.bench.memory;

import io.pythoflow.bench.load.Messages;
import io.pythoflow.bench.load.Workload;
import io.pythoflow.bench.wire.Pace;
import io.pythoflow.job.mqtt.MqttDeserializer;
import io.pythoflow.job.mqtt.MqttMessage;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
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
 * The messages of a workload, made where they are read and decoded as the MQTT source decodes them.
 * Every subtask makes each so-many-th message. Watermarks are those of {@code MqttSource}: the
 * highest event time less the out-of-orderness, five times a second.
 *
 * @param <T> what messages are decoded into
 */
public final class MemorySource<T>
        implements Source<T, MemorySplit, Integer>, ResultTypeQueryable<T> {
    private static final long serialVersionUID = 1L;
    private static final long WATERMARK_NANOS = Duration.ofMillis(200).toNanos();

    /** The clock is looked at once in so many messages. */
    private static final int MESSAGES_PER_LOOK = 64;

    private final Plan plan;
    private final MqttDeserializer<T> deserializer;

    /**
     * What is read.
     *
     * @param messages in all
     * @param messagesPerSecond of all subtasks together; infinite for as fast as possible
     * @param outOfOrderness of the watermark
     */
    public record Plan(
            Workload workload, long messages, double messagesPerSecond, Duration outOfOrderness)
            implements Serializable {}

    public MemorySource(Plan plan, MqttDeserializer<T> deserializer) {
        this.plan = plan;
        this.deserializer = deserializer;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<T, MemorySplit> createReader(SourceReaderContext context) {
        return new Reader(context);
    }

    @Override
    public SplitEnumerator<MemorySplit, Integer> createEnumerator(
            SplitEnumeratorContext<MemorySplit> context) {
        return new Enumerator(context, 0);
    }

    @Override
    public SplitEnumerator<MemorySplit, Integer> restoreEnumerator(
            SplitEnumeratorContext<MemorySplit> context, Integer assigned) {
        return new Enumerator(context, assigned);
    }

    @Override
    public SimpleVersionedSerializer<MemorySplit> getSplitSerializer() {
        return new MemorySplit.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<Integer> getEnumeratorCheckpointSerializer() {
        return new AssignedSerializer();
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return deserializer.getProducedType();
    }

    /** Gives every subtask one split. */
    private static final class Enumerator implements SplitEnumerator<MemorySplit, Integer> {
        private final SplitEnumeratorContext<MemorySplit> context;
        private final List<MemorySplit> returned = new ArrayList<>();
        private int assigned;

        Enumerator(SplitEnumeratorContext<MemorySplit> context, int assigned) {
            this.context = context;
            this.assigned = assigned;
        }

        @Override
        public void start() {}

        @Override
        public void handleSplitRequest(int subtask, @Nullable String host) {
            MemorySplit split = null;
            if (!returned.isEmpty()) {
                split = returned.remove(returned.size() - 1);
            } else if (assigned < context.currentParallelism()) {
                split = new MemorySplit(assigned, context.currentParallelism(), assigned);
                assigned++;
            }
            if (split != null) {
                context.assignSplit(split, subtask);
            }
            context.signalNoMoreSplits(subtask);
        }

        @Override
        public void addSplitsBack(List<MemorySplit> splits, int subtask) {
            returned.addAll(splits);
        }

        @Override
        public void addReader(int subtask) {}

        @Override
        public Integer snapshotState(long checkpointId) {
            return assigned;
        }

        @Override
        public void close() {}
    }

    private final class Reader implements SourceReader<T, MemorySplit> {
        private final SourceReaderContext context;
        private final Messages messages = new Messages(plan.workload());
        private final Emitter emitter = new Emitter();
        private @Nullable MemorySplit split;
        private boolean noMoreSplits;
        private CompletableFuture<Void> available = new CompletableFuture<>();
        private long startNanos;
        private long first;
        private long nextWatermarkNanos;
        private long due;

        Reader(SourceReaderContext context) {
            this.context = context;
        }

        @Override
        public void start() {
            deserializer.open(context.metricGroup());
            context.sendSplitRequest();
        }

        @Override
        public void addSplits(List<MemorySplit> splits) {
            split = splits.get(0);
            startNanos = System.nanoTime();
            first = split.next();
            available.complete(null);
        }

        @Override
        public void notifyNoMoreSplits() {
            noMoreSplits = true;
            available.complete(null);
        }

        @Override
        public InputStatus pollNext(ReaderOutput<T> output) {
            if (split == null) {
                return noMoreSplits ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
            }
            long now = System.nanoTime();
            if (now >= nextWatermarkNanos) {
                nextWatermarkNanos = now + WATERMARK_NANOS;
                emitter.emitWatermark(output);
            }
            if (Double.isFinite(plan.messagesPerSecond()) && !waitUntilDue(now)) {
                return InputStatus.NOTHING_AVAILABLE;
            }
            emitter.output = output;
            long next = split.next();
            long receivedAt = System.currentTimeMillis();
            for (int i = 0; i < MESSAGES_PER_LOOK && next < plan.messages(); i++) {
                deserializer.deserialize(
                        new MqttMessage(
                                messages.topic(next),
                                messages.payload(next),
                                receivedAt,
                                1,
                                false,
                                false),
                        emitter);
                next += split.of();
            }
            split = split.at(next);
            if (next >= plan.messages()) {
                emitter.emitWatermark(output);
                return InputStatus.END_OF_INPUT;
            }
            return InputStatus.MORE_AVAILABLE;
        }

        /** Whether the next messages are due; else this reader is woken when they are. */
        private boolean waitUntilDue(long now) {
            MemorySplit current = Objects.requireNonNull(split);
            Pace pace = new Pace(plan.messagesPerSecond() / current.of());
            long done = (current.next() - first) / current.of() + MESSAGES_PER_LOOK;
            if (done > due) {
                due = pace.dueBy(now - startNanos);
            }
            if (done <= due) {
                return true;
            }
            available =
                    new CompletableFuture<Void>()
                            .completeOnTimeout(
                                    null,
                                    Math.max(1, pace.dueNanos(done) - (now - startNanos)),
                                    TimeUnit.NANOSECONDS);
            return false;
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return (split == null && !noMoreSplits) || isPaced()
                    ? available
                    : CompletableFuture.completedFuture(null);
        }

        private boolean isPaced() {
            return Double.isFinite(plan.messagesPerSecond());
        }

        @Override
        public List<MemorySplit> snapshotState(long checkpointId) {
            return split == null ? List.of() : List.of(split);
        }

        @Override
        public void close() {}
    }

    private final class Emitter implements MqttDeserializer.Output<T> {
        private @Nullable ReaderOutput<T> output;
        private long highest = Long.MIN_VALUE;

        @Override
        public void collect(T record, long eventTimestamp) {
            highest = Math.max(highest, eventTimestamp);
            Objects.requireNonNull(output).collect(record, eventTimestamp);
        }

        @Override
        public void collect(T record) {
            Objects.requireNonNull(output).collect(record);
        }

        void emitWatermark(ReaderOutput<T> to) {
            if (highest > Long.MIN_VALUE) {
                to.emitWatermark(new Watermark(highest - plan.outOfOrderness().toMillis() - 1));
            }
        }
    }

    static final class AssignedSerializer implements SimpleVersionedSerializer<Integer> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Integer assigned) {
            return ByteBuffer.allocate(Integer.BYTES).putInt(assigned).array();
        }

        @Override
        public Integer deserialize(int version, byte[] serialized) {
            return ByteBuffer.wrap(serialized).getInt();
        }
    }
}
