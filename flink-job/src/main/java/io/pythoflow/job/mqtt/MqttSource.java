package io.pythoflow.job.mqtt;

import io.pythoflow.job.mqtt.transport.NettyTransports;
import java.time.Clock;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Reads MQTT topics into Flink, through any MQTT 5 broker with shared subscriptions.
 *
 * <p><b>Guarantees</b>
 *
 * <ul>
 *   <li>QoS 1 messages: at least once. With {@link Acknowledge#CHECKPOINT} a message is
 *       acknowledged when a checkpoint that contains it has completed; whatever fails before, the
 *       broker delivers it again. A copy on the same connection is recognised, also under another
 *       packet id, and not emitted again while the first is unacknowledged. Copies that come after
 *       a reconnect, a restart, or that cross the acknowledgement on their way, are emitted.
 *   <li>QoS 0 messages: at most once.
 *   <li>Sessions survive restarts, lost connections and changes of parallelism. With fewer slots
 *       than before, the sessions of the others are drained: resumed, unsubscribed, received and
 *       acknowledged until nothing comes, then ended.
 *   <li>Order within one slot is that of the broker. A shared subscription spreads messages over
 *       the slots, so there is none between the messages of one topic.
 *   <li>Memory is bounded: a slot holds at most 4,096 received messages or 4 MiB, whichever is
 *       less, plus one packet, that the next operator has not taken. Then it stops reading.
 *   <li>Watermarks come from the source (below); records never move them past their receipt.
 * </ul>
 *
 * <p><b>Responsibilities of the application</b>
 *
 * <ul>
 *   <li>Enable checkpoints, with an interval below the time after which the broker sends again
 *       (about 30 s at AWS IoT Core). Per slot no more than the receive maximum, or the broker's
 *       own window, passes per checkpoint: size slots and interval for the rate.
 *   <li>Remove duplicates where they matter, by something in the message.
 *   <li>Choose a client id prefix that no other application, nor a second run of this one, uses:
 *       two connections with one client id end each other, and this source then fails.
 *   <li>Keep the session expiry longer than outages and upgrades. What expires is lost; the loss is
 *       counted ({@code sessionsLost}) and logged, or fails the source ({@link SessionLoss}).
 *   <li>Start a run with fewer slots, or with other filters, from the state of the one before: only
 *       that tells which sessions and subscriptions to clean up.
 *   <li>Know that two equal payloads are taken for one if the first waits for its acknowledgement
 *       longer than {@code resendAfter}.
 *   <li>Give every other member of the shared group a persistent session too, or have none.
 *   <li>Use {@code WatermarkStrategy.noWatermarks()} with this source, or the strategy replaces
 *       what the source knows. A {@link MqttDeserializer} must not throw because of a payload.
 * </ul>
 *
 * <p><b>The life of a message</b>
 *
 * <ol>
 *   <li>The broker sends it to one of the slots. Netty decodes it; its payload is copied and handed
 *       over (event loop of the reader).
 *   <li>The reader notes it as unacknowledged and emits its records (task thread, {@code
 *       pollNext}).
 *   <li>It is bound to the next checkpoint (task thread, {@code snapshotState}).
 *   <li>That checkpoint, or a later one, completes; the packet id goes to the connection (task
 *       thread, {@code notifyCheckpointComplete}), if it is still the one that brought the message.
 *   <li>Acknowledgements are written in order of receipt, all in one buffer (event loop).
 * </ol>
 *
 * <p><b>Watermarks</b> are emitted per slot: highest event time less out-of-orderness while
 * messages come, of those alone that the broker had stored while it still sends such; the clock
 * less out-of-orderness once a live slot is drained, so that windows close when senders fall
 * silent; idleness for a drained slot whose messages were historical, or that never had one. A slot
 * that is busy or disconnected is waited for.
 *
 * <p><b>An exclusive source</b> ({@link MqttSourceBuilder#exclusiveClientId}) is for topics whose
 * retained message says how things are now. It has one session, which ends with each connection:
 * every connection starts clean, subscribes plainly and receives the retained messages again, so a
 * fresh job needs no state and nothing is lost that the next retained message would not say. It
 * acknowledges on receipt, hence also while checkpoints fail, reports no lost session, and is idle
 * for event time at all times, so that nobody waits for it. A message that is not retained is
 * missed while there is no connection.
 *
 * <p><b>The end.</b> With {@code endAfterIdle} the source ends when every slot was for that long
 * connected and subscribed, received nothing and had nothing unacknowledged. All slots end
 * together. What was received until then is part of the final checkpoint, whose completion
 * acknowledges it before the connections close. Without checkpoints, or with {@link
 * Acknowledge#CHECKPOINT} in batch execution, it cannot end.
 *
 * <p><b>Metrics</b>, in the group {@code mqtt} of each reader: {@code messages}, {@code bytes},
 * {@code unacknowledged}, {@code oldestUnackedAgeMs}, {@code windowFullMs} (summed over slots),
 * {@code redelivered}, {@code resendsDropped}, {@code packetIdsReused}, {@code reconnects}, {@code
 * sessionsLost}, {@code undecodablePackets}, {@code acknowledged}, {@code ackLatencyMs} (of the
 * oldest message in the last batch). Those of an exclusive source are in the group {@code
 * mqtt.exclusive}. {@link MetricsExport} registers some under other names as well.
 *
 * @param <T> what the deserializer makes of messages
 */
public final class MqttSource<T>
        implements Source<T, MqttSlot, MqttEnumeratorState>, ResultTypeQueryable<T> {
    private static final long serialVersionUID = 1L;

    private final MqttSourceSettings settings;
    private final MqttDeserializer<T> deserializer;

    MqttSource(MqttSourceSettings settings, MqttDeserializer<T> deserializer) {
        this.settings = settings;
        this.deserializer = deserializer;
    }

    public static <T> MqttSourceBuilder<T> builder() {
        return new MqttSourceBuilder<>();
    }

    @Override
    public Boundedness getBoundedness() {
        return settings.endAfterIdle() == null
                ? Boundedness.CONTINUOUS_UNBOUNDED
                : Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<T, MqttSlot> createReader(SourceReaderContext context) {
        NettyTransports transports = new NettyTransports();
        return new MqttSourceReader<>(
                settings,
                deserializer,
                (loop, slot) -> transports.create(loop, settings.connection(slot)),
                context,
                Clock.systemUTC());
    }

    @Override
    public SplitEnumerator<MqttSlot, MqttEnumeratorState> createEnumerator(
            SplitEnumeratorContext<MqttSlot> context) {
        return new MqttEnumerator(context, settings, null);
    }

    @Override
    public SplitEnumerator<MqttSlot, MqttEnumeratorState> restoreEnumerator(
            SplitEnumeratorContext<MqttSlot> context, MqttEnumeratorState state) {
        return new MqttEnumerator(context, settings, state);
    }

    @Override
    public SimpleVersionedSerializer<MqttSlot> getSplitSerializer() {
        return new MqttSlotSerializer();
    }

    @Override
    public SimpleVersionedSerializer<MqttEnumeratorState> getEnumeratorCheckpointSerializer() {
        return new MqttEnumeratorStateSerializer();
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return deserializer.getProducedType();
    }
}
