package io.pythoflow.job.mqtt;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import io.pythoflow.job.mqtt.MqttSlot.Purpose;
import io.pythoflow.job.mqtt.transport.GatheringLoop;
import io.pythoflow.job.mqtt.transport.MqttTransport;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the slots of one subtask. Flink calls every method on the task thread; the connections live
 * on one event loop thread, which ends with the reader. The two meet in {@link Handover} only.
 *
 * <p>The reader keeps no split in its state: on a restore Flink would give the slots of the former
 * plan to the readers beside those of the enumerator's new plan, and two connections would fight
 * for one client id.
 */
final class MqttSourceReader<T> implements SourceReader<T, MqttSlot> {
    private static final Logger LOG = LoggerFactory.getLogger(MqttSourceReader.class);

    /** How often watermarks, idleness and metrics are brought up to now. */
    private static final Duration TICK = Duration.ofMillis(200);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** Makes the client of a slot. */
    interface TransportFactory {
        MqttTransport create(EventLoop loop, MqttSlot slot);
    }

    private final MqttSourceSettings settings;
    private final MqttDeserializer<T> deserializer;
    private final TransportFactory transports;
    private final SourceReaderContext context;
    private final ReaderMetrics metrics;
    private final Clock clock;

    private final Handover<SlotEvent> handover = new Handover<>();
    private final AtomicBoolean tickQueued = new AtomicBoolean();
    private final Map<Integer, SlotReader<T>> slots = new TreeMap<>();
    private final TreeSet<Integer> reportedIdle = new TreeSet<>();
    private final Map<Integer, Boolean> reportedLive = new TreeMap<>();
    private final CheckpointWatch checkpointWatch = new CheckpointWatch();

    private @Nullable EventLoopGroup eventLoops;
    private boolean noMoreSlots;
    private boolean outputIdle;

    MqttSourceReader(
            MqttSourceSettings settings,
            MqttDeserializer<T> deserializer,
            TransportFactory transports,
            SourceReaderContext context,
            Clock clock) {
        this.settings = settings;
        this.deserializer = deserializer;
        this.transports = transports;
        this.context = context;
        this.metrics = ReaderMetrics.of(context.metricGroup(), settings);
        this.clock = clock;
    }

    @Override
    public void start() {
        deserializer.open(context.metricGroup());
        // Its own thread, because a connection must answer the broker while the task thread is held
        // up by what comes after the source.
        eventLoops =
                GatheringLoop.create(
                        settings.clientIdPrefix() + "-mqtt-" + context.getIndexOfSubtask());
        Future<?> unused =
                eventLoops.scheduleAtFixedRate(
                        this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Event loop. */
    private void tick() {
        if (tickQueued.compareAndSet(false, true)) {
            handover.putAndWake(new SlotEvent.Tick());
        }
    }

    @Override
    public void addSplits(List<MqttSlot> splits) {
        for (MqttSlot slot : splits) {
            EventLoopGroup group = eventLoops;
            if (group == null) {
                throw new IllegalStateException(
                        "Cannot add "
                                + slot.clientId()
                                + " to a reader that was not started: restored state must hold no"
                                + " slots");
            }

            MqttTransport transport = transports.create(group.next(), slot);
            FlowControl flow = new FlowControl(transport::pauseReading, transport::resumeReading);
            SlotReader<T> reader =
                    new SlotReader<>(slot, settings, deserializer, metrics, flow, transport);
            slots.put(slot.index(), reader);
            reader.start(new SlotListener(slot.index(), flow, handover));
        }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) {
        SlotEvent event = handover.poll();
        if (event != null) {
            handle(event, output);
            return InputStatus.MORE_AVAILABLE;
        }

        acknowledgeEmitted();
        if (noMoreSlots) {
            LOG.info("The source ends in this reader, with slots {}.", slots.keySet());
            // An idle output swallows every watermark, the last one at the end of input included.
            output.markActive();
            return InputStatus.END_OF_INPUT;
        }

        return InputStatus.NOTHING_AVAILABLE;
    }

    private void acknowledgeEmitted() {
        if (settings.acknowledge() == Acknowledge.RECEIPT) {
            slots.values().forEach(SlotReader::acknowledgeEmitted);
        }
    }

    private void handle(SlotEvent event, ReaderOutput<T> output) {
        if (event instanceof SlotEvent.Tick) {
            tickQueued.set(false);
            // Under constant load there is always a next event, which must not delay this for ever.
            acknowledgeEmitted();
            advance(output);
        } else if (event instanceof SlotEvent.Failed failed) {
            throw failed.failure();
        } else if (event instanceof SlotEvent.OfSlot ofSlot) {
            SlotReader<T> slot = slots.get(ofSlot.slot());
            // A drained slot is gone before the last that is heard of its connection.
            if (slot != null) {
                handle(ofSlot, slot, output);
            }
        }
    }

    private void handle(SlotEvent.OfSlot event, SlotReader<T> slot, ReaderOutput<T> output) {
        if (event instanceof SlotEvent.Received received) {
            if (!settings.isExclusive()) {
                activate(output);
            }

            slot.received(received.message(), outputOf(slot, output));
        } else if (event instanceof SlotEvent.Acknowledged acknowledged) {
            slot.acknowledged(acknowledged.count(), acknowledged.writtenAt());
        } else if (event instanceof SlotEvent.Connected connected) {
            slot.connected(connected.session(), clock.millis());
        } else if (event instanceof SlotEvent.Subscribed) {
            slot.subscribed(clock.millis());
            if (slot.slot().purpose() == Purpose.READ && !settings.isExclusive()) {
                context.sendSourceEventToCoordinator(new SlotEstablished(event.slot()));
            }
        } else if (event instanceof SlotEvent.Disconnected disconnected) {
            slot.disconnected(disconnected.disconnect());
        } else if (event instanceof SlotEvent.SessionEnded) {
            slots.remove(event.slot());
            reportedIdle.remove(event.slot());
            output.releaseOutputForSplit(slot.slot().splitId());
            context.sendSourceEventToCoordinator(new SlotDrained(event.slot()));
        }
    }

    private void advance(ReaderOutput<T> output) {
        long now = clock.millis();
        boolean anyActive = false;
        long unacknowledged = 0;
        long oldest = Long.MAX_VALUE;
        for (SlotReader<T> slot : slots.values()) {
            slot.advance(now, outputOf(slot, output));
            anyActive |= !slot.isOutputIdle();
            unacknowledged += slot.unacknowledged();
            oldest = Math.min(oldest, slot.oldestUnacknowledgedAt());
            reportIdleness(slot, now);
            reportLiveness(slot);
        }

        metrics.unacknowledged(unacknowledged, oldest == Long.MAX_VALUE ? 0 : now - oldest);
        if (anyActive || awaitsSlots()) {
            activate(output);
        } else if (!outputIdle) {
            output.markIdle();
            outputIdle = true;
        }

        if (settings.acknowledge() == Acknowledge.CHECKPOINT
                && checkpointWatch.shouldWarn(oldest, now)) {
            LOG.warn(
                    "{} messages are unacknowledged, the oldest for {} s, because no checkpoint has"
                            + " completed. The broker stops delivering when its window is full and"
                            + " may send them again. Enable checkpoints, or look for what makes them"
                            + " slow or fail.",
                    unacknowledged,
                    (now - oldest) / 1000);
        }
    }

    /**
     * The outputs of the slots combine into that of the reader, with one gap: an output that was
     * idle as a whole becomes active only with a higher watermark, and a slot that has something to
     * wait for again may have none. So the reader's own output, which emits nothing else, tells it.
     */
    private void activate(ReaderOutput<T> output) {
        if (outputIdle) {
            output.markActive();
            outputIdle = false;
        }
    }

    /** Slots that were not assigned yet may hold anything, so the watermark waits for them. */
    private boolean awaitsSlots() {
        return slots.isEmpty()
                && context.getIndexOfSubtask() < settings.slots()
                && !settings.isExclusive();
    }

    private void reportIdleness(SlotReader<T> slot, long now) {
        if (settings.endAfterIdle() == null) {
            return;
        }

        int index = slot.slot().index();
        boolean idle = slot.isSilentFor(settings.endAfterIdle(), now);
        if (idle ? reportedIdle.add(index) : reportedIdle.remove(index)) {
            context.sendSourceEventToCoordinator(new SlotIdleness(index, idle));
        }
    }

    /** Once the enumerator knows of the session, with which it keeps this. */
    private void reportLiveness(SlotReader<T> slot) {
        int index = slot.slot().index();
        boolean known = reportedLive.getOrDefault(index, slot.slot().live());
        if (slot.isSubscribed() && slot.isLive() != known) {
            reportedLive.put(index, slot.isLive());
            context.sendSourceEventToCoordinator(new SlotLiveness(index, slot.isLive()));
        }
    }

    private static <T> SourceOutput<T> outputOf(SlotReader<T> slot, ReaderOutput<T> output) {
        return output.createOutputForSplit(slot.slot().splitId());
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return handover.available();
    }

    @Override
    public void notifyNoMoreSplits() {
        noMoreSlots = true;
        handover.wake();
    }

    @Override
    public List<MqttSlot> snapshotState(long checkpointId) {
        slots.values().forEach(slot -> slot.bind(checkpointId));
        return List.of();
    }

    /**
     * Flink may skip this call for a checkpoint, so everything up to it is acknowledged. It also
     * comes after the end of input, for the final checkpoint, before {@link #close}.
     */
    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        checkpointWatch.completed();
        slots.values().forEach(slot -> slot.complete(checkpointId));
    }

    /** Sends the acknowledgements that are due, then ends connections and thread. */
    @Override
    public void close() {
        EventLoopGroup group = eventLoops;
        if (group == null) {
            return;
        }

        CompletableFuture<?>[] connections =
                slots.values().stream().map(SlotReader::close).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(connections)
                    .get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Not every MQTT connection closed within {}.", CLOSE_TIMEOUT, e);
        } catch (InterruptedException e) {
            // Flink insists on the end of the task: what was not sent is delivered again.
            Thread.currentThread().interrupt();
        }

        Future<?> unused =
                group.shutdownGracefully(0, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        try {
            if (!group.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The MQTT thread has not ended within {}.", CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
