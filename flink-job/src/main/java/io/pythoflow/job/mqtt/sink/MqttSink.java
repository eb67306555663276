package io.pythoflow.job.mqtt.sink;

import org.apache.flink.api.connector.sink2.Sink;

/**
 * Publishes records to MQTT topics with QoS 1, through any MQTT 5 broker.
 *
 * <p><b>Guarantees</b>
 *
 * <ul>
 *   <li>At least once: whatever was written before a completed checkpoint is acknowledged by the
 *       broker, or its time is over, or the broker will never take it; the last two are counted and
 *       logged. After a failure, publications may be repeated.
 *   <li>With {@link Publish#ON_COMMIT} nothing is published that a failure rolls back, and every
 *       repetition is equal to the first publication, but for the expiry. With {@link
 *       Publish#ON_WRITE} what was rolled back may have been published.
 *   <li>Nothing is published after its time ({@link MqttPublication#expiresAt}), however long it
 *       waited for a connection or in a checkpoint. The message expiry interval is what is left of
 *       that time when the packet is sent, between 1 s and 7 d, so the broker does not keep it
 *       longer either (a second longer at most, for the last second).
 *   <li>Each subtask publishes in the order in which it was written to, what is repeated after a
 *       lost connection included. Only around a publication that the broker refuses for the time
 *       being, others that were already under way may overtake it.
 *   <li>No more than the maximum in flight, nor than the broker's receive maximum, is unanswered;
 *       in no second are more than 1.1 times the maximum rate sent. The defaults, 90 and 90/s, stay
 *       below the 100 and 100/s that AWS IoT Core allows a connection.
 *   <li>Publishing has connections of its own, so it never queues behind what a source receives. A
 *       lost connection is made again with the transport's backoff, as a new session.
 *   <li>Memory: with {@code ON_WRITE} the maximum in flight; with {@code ON_COMMIT} what is written
 *       between two checkpoints, which is also state.
 * </ul>
 *
 * <p><b>Responsibilities of the application</b>
 *
 * <ul>
 *   <li>Enable checkpoints. Without them {@code ON_COMMIT} publishes nothing before the end of the
 *       input, and {@code ON_WRITE} promises nothing.
 *   <li>Make copies recognisable to the receiver, by an id in the message or in the correlation
 *       data, and drawn once: what is computed anew after a restart is another message.
 *   <li>Give what must not happen late an expiry, and let the receiver check it, too.
 *   <li>Close the loop where it matters that something happened: an acknowledgement says that the
 *       broker has the message, not that anybody received it.
 *   <li>Choose a client id prefix that nothing else uses, not even another sink of the same job:
 *       two connections with one client id end each other, and this sink then fails. At AWS IoT
 *       Core, allow {@code iot:Connect} for it and {@code iot:Publish} on the topics.
 *   <li>With {@code ON_COMMIT}, mind that a commit occupies the task thread until everything is
 *       answered; {@code disableChaining()} on the sink keeps that from holding up the operators
 *       before it. A checkpoint's publications take their number divided by the rate.
 * </ul>
 *
 * <p><b>When something is wrong</b>
 *
 * <ul>
 *   <li>No connection: {@code write} waits when the maximum in flight is reached, and a checkpoint
 *       or a commit until everything is answered. When nothing is settled for the flush timeout,
 *       the task fails and says why.
 *   <li>The broker refuses a publication for the time being (0x80, 0x83, 0x91, 0x97): repeated with
 *       a growing pause, everything behind it waits; in the end it is accepted, expires, or the
 *       flush timeout fails the task.
 *   <li>The broker will never accept a publication (0x90, 0x99, or larger than its maximum packet
 *       size): dropped, counted, logged.
 *   <li>The client may not publish (0x87), or the connection ends three times in a row straight
 *       after the same publication, which is how AWS IoT Core says so: the job fails with a message
 *       that says what to do. So it does after a takeover of the client id.
 * </ul>
 *
 * <p><b>The life of a publication</b>
 *
 * <ol>
 *   <li>The serializer makes it from a record (task thread, {@code write}). {@code ON_WRITE} hands
 *       it to the connection's event loop.
 *   <li>At the barrier, {@code ON_WRITE} waits for the broker's answers, yielding to the mailbox
 *       (task thread, {@code flush}); {@code ON_COMMIT} puts it into the checkpoint (task thread,
 *       {@code prepareCommit}).
 *   <li>When the checkpoint has completed, {@code ON_COMMIT} hands it to the event loop and waits
 *       (task thread of the committer, {@code commit}). After a restore that happens first, with
 *       what the restored checkpoint contains; what has expired meanwhile is skipped.
 *   <li>It is sent, repeated if need be, and answered (event loop, a thread that ends with the
 *       writer or the committer).
 * </ol>
 *
 * <p><b>The end of the input.</b> {@code ON_WRITE} flushes; {@code ON_COMMIT} publishes the rest
 * with the final checkpoint, or at once where there are no checkpoints.
 *
 * <p><b>Metrics</b>, in the group {@code mqtt} of the writer or, with {@code ON_COMMIT}, of the
 * committer: {@code published} (packets, repetitions included), {@code acknowledged}, {@code
 * inFlight}, {@code expired}, {@code retried}, {@code rejected} (in total and in the groups {@code
 * reason.topic_name_invalid}, {@code reason.payload_format_invalid} and {@code
 * reason.packet_too_large}), {@code reconnects}, {@code publishLatencyMs} (of the latest
 * acknowledged one, from being handed to the event loop).
 *
 * @param <T> what the serializer makes publications of
 */
public abstract sealed class MqttSink<T> implements Sink<T> permits OnWriteSink, OnCommitSink {
    private static final long serialVersionUID = 1L;

    private final MqttSinkSettings settings;
    private final MqttSerializer<T> serializer;

    MqttSink(MqttSinkSettings settings, MqttSerializer<T> serializer) {
        this.settings = settings;
        this.serializer = serializer;
    }

    public static <T> MqttSinkBuilder<T> builder() {
        return new MqttSinkBuilder<>();
    }

    MqttSinkSettings settings() {
        return settings;
    }

    MqttSerializer<T> serializer() {
        return serializer;
    }
}
