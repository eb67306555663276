package io.pythoflow.bench.state;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.ingest.CheckedReading;
import io.pythoflow.job.ingest.DeduplicateFunction;
import io.pythoflow.job.ingest.RoutedReading;
import io.pythoflow.job.state.HotStateOperator;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.storage.FileSystemCheckpointStorage;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/**
 * The deduplication operator with its clock in our hands: messages as fast as it takes them, time
 * as fast as the messages say. State on the heap, 128 key groups, as a job's by default. One
 * thread.
 */
final class DeduplicationRun implements AutoCloseable {
    private static final int KEY_GROUPS = 128;
    private static final long MILLIS_PER_SECOND = 1_000;

    private final Senders senders;
    private final long startMillis;
    private final KeyedOneInputStreamOperatorTestHarness<String, RoutedReading, CheckedReading>
            harness;
    private final long emptyHeapBytes;
    private long seconds;
    private long message;
    private long duplicates;
    private long checkpoint;

    /**
     * @param startMillis when the first message is sent, epoch milliseconds
     * @param checkpoints folder
     */
    DeduplicationRun(
            Senders senders,
            Duration timeToLive,
            Duration horizon,
            long startMillis,
            Path checkpoints)
            throws Exception {
        this.senders = senders;
        this.startMillis = startMillis;
        this.harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new HotStateOperator<>(new DeduplicateFunction(timeToLive, horizon)),
                        RoutedReading::sensorId,
                        Types.STRING,
                        KEY_GROUPS,
                        1,
                        0);
        harness.setStateBackend(new HashMapStateBackend());
        harness.setCheckpointStorage(new FileSystemCheckpointStorage(checkpoints.toUri()));
        harness.setProcessingTime(startMillis);
        harness.open();
        this.emptyHeapBytes = heapBytes();
    }

    /** Lets so much time pass. */
    void advance(Duration time) throws Exception {
        long end = seconds + time.toSeconds();
        for (; seconds < end; seconds++) {
            harness.setProcessingTime(startMillis + seconds * MILLIS_PER_SECOND);
            for (int i = 0; i < senders.messagesPerSecond(); i++) {
                Reading reading = senders.reading(message, startMillis);
                harness.processElement(new RoutedReading(reading, false), message);
                message++;
            }
            countOutput();
        }
    }

    private void countOutput() {
        for (Object element : harness.getOutput()) {
            if (element instanceof StreamRecord<?> record
                    && record.getValue() instanceof CheckedReading checked
                    && checked.duplicate()) {
                duplicates++;
            }
        }
        harness.getOutput().clear();
    }

    long messages() {
        return message;
    }

    /** Readings taken for one seen before; none is. */
    long duplicates() {
        return duplicates;
    }

    /** What the state, with its timers and keys, takes on the heap. */
    long stateHeapBytes() {
        return heapBytes() - emptyHeapBytes;
    }

    /** Bytes of a full checkpoint, made now and deleted. */
    long checkpointBytes() throws Exception {
        checkpoint++;
        OperatorSubtaskState state = harness.snapshot(checkpoint, 0);
        long bytes = state.getStateSize();
        state.discardState();
        return bytes;
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
