package io.pythoflow.job.mqtt;

import io.pythoflow.job.mqtt.MqttDeserializer.Output;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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

/**
 * An {@link MqttSource} without a broker: a test hands it its messages and watermarks. Enumerator,
 * slots and deserializer are the real ones, and so is all that goes into a checkpoint.
 *
 * @param <T> what the deserializer makes of messages
 */
public final class HandFedSource<T>
        implements Source<T, MqttSlot, MqttEnumeratorState>, ResultTypeQueryable<T> {
    private static final long serialVersionUID = 1L;

    /** By name: readers are copied into the cluster, which runs in this process. */
    private static final Map<String, Hand> HANDS = new ConcurrentHashMap<>();

    private final MqttSource<T> real;
    private final MqttDeserializer<T> deserializer;
    private final String name;

    /**
     * A source whose hand is {@link #hand}, an empty one.
     *
     * @param name of no other source that runs
     */
    public HandFedSource(MqttSource<T> real, MqttDeserializer<T> deserializer, String name) {
        this.real = real;
        this.deserializer = deserializer;
        this.name = name;
        HANDS.put(name, new Hand());
    }

    /** What the source is fed by. */
    public Hand hand() {
        return HANDS.get(name);
    }

    /** Called by the test, and by the task of the one reader. */
    public static final class Hand {
        private final Queue<Step> steps = new ArrayDeque<>();
        private final List<MqttSlot> slots = new CopyOnWriteArrayList<>();
        private CompletableFuture<Void> available = new CompletableFuture<>();

        /** Gives it a message. */
        public void message(MqttMessage message) {
            put(new Step.Message(message));
        }

        /** Lets event time pass. */
        public void watermark(long timestamp) {
            put(new Step.EventTime(timestamp));
        }

        /** Lets the reader report that the broker holds every session, and that it is live. */
        public void establishSessions() {
            put(new Step.Established());
        }

        /** The slots that the enumerator has given out. */
        public List<MqttSlot> slots() {
            return List.copyOf(slots);
        }

        /** Whether everything was handed over. */
        public synchronized boolean isEmpty() {
            return steps.isEmpty();
        }

        private synchronized void put(Step step) {
            steps.add(step);
            available.complete(null);
        }

        private synchronized Step take() {
            Step step = steps.poll();
            if (step == null && available.isDone()) {
                available = new CompletableFuture<>();
            }
            return step;
        }

        private synchronized CompletableFuture<Void> available() {
            return available;
        }
    }

    private sealed interface Step {
        record Message(MqttMessage message) implements Step {}

        record EventTime(long timestamp) implements Step {}

        record Established() implements Step {}
    }

    @Override
    public Boundedness getBoundedness() {
        return real.getBoundedness();
    }

    @Override
    public SourceReader<T, MqttSlot> createReader(SourceReaderContext context) {
        return new Reader<>(hand(), deserializer, context);
    }

    @Override
    public SplitEnumerator<MqttSlot, MqttEnumeratorState> createEnumerator(
            SplitEnumeratorContext<MqttSlot> context) {
        return real.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<MqttSlot, MqttEnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<MqttSlot> context, MqttEnumeratorState state) {
        return real.restoreEnumerator(context, state);
    }

    @Override
    public SimpleVersionedSerializer<MqttSlot> getSplitSerializer() {
        return real.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<MqttEnumeratorState> getEnumeratorCheckpointSerializer() {
        return real.getEnumeratorCheckpointSerializer();
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return real.getProducedType();
    }

    /** As {@link MqttSourceReader}, keeps no slot in its state. */
    private static final class Reader<T> implements SourceReader<T, MqttSlot> {
        private final Hand hand;
        private final MqttDeserializer<T> deserializer;
        private final SourceReaderContext context;

        Reader(Hand hand, MqttDeserializer<T> deserializer, SourceReaderContext context) {
            this.hand = hand;
            this.deserializer = deserializer;
            this.context = context;
        }

        @Override
        public void start() {
            deserializer.open(context.metricGroup());
        }

        @Override
        public InputStatus pollNext(ReaderOutput<T> output) {
            Step step = hand.take();
            if (step == null) {
                return InputStatus.NOTHING_AVAILABLE;
            }
            if (step instanceof Step.Message given) {
                deserializer.deserialize(given.message(), new Records<>(output));
            } else if (step instanceof Step.EventTime passed) {
                output.emitWatermark(new Watermark(passed.timestamp()));
            } else {
                for (MqttSlot slot : hand.slots) {
                    context.sendSourceEventToCoordinator(new SlotEstablished(slot.index()));
                    context.sendSourceEventToCoordinator(new SlotLiveness(slot.index(), true));
                }
            }
            return InputStatus.MORE_AVAILABLE;
        }

        @Override
        public void addSplits(List<MqttSlot> given) {
            hand.slots.addAll(given);
        }

        @Override
        public List<MqttSlot> snapshotState(long checkpointId) {
            return List.of();
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return hand.available();
        }

        @Override
        public void notifyNoMoreSplits() {
            // The slots are all there is.
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }

    private record Records<T>(ReaderOutput<T> output) implements Output<T> {
        @Override
        public void collect(T element, long eventTimestamp) {
            output.collect(element, eventTimestamp);
        }

        @Override
        public void collect(T element) {
            output.collect(element);
        }
    }
}
