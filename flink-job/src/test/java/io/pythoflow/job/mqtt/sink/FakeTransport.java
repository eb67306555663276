package io.pythoflow.job.mqtt.sink;

import io.pythoflow.job.mqtt.transport.BrokerLimits;
import io.pythoflow.job.mqtt.transport.Disconnect;
import io.pythoflow.job.mqtt.transport.MqttFatalException;
import io.pythoflow.job.mqtt.transport.MqttListener;
import io.pythoflow.job.mqtt.transport.MqttTransport;
import io.pythoflow.job.mqtt.transport.Publication;
import io.pythoflow.job.mqtt.transport.SessionState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A connection that a test makes, cuts and answers on. */
final class FakeTransport implements MqttTransport {
    private record Sent(Publication publication, CompletableFuture<Integer> answer) {}

    private final List<Sent> sent = new ArrayList<>();
    private final List<Sent> unanswered = new ArrayList<>();
    private @Nullable MqttListener listener;
    private @Nullable Integer automaticAnswer;
    private long connection;
    private boolean closed;

    void connect() {
        connect(BrokerLimits.NONE);
    }

    void connect(BrokerLimits limits) {
        connection++;
        listener().limits(connection, limits);
        listener().connected(connection, SessionState.NEW);
    }

    /** The connection ends; the transport reports that to whoever waits for an answer, too. */
    void cut(String reason) {
        List<Sent> lost = List.copyOf(unanswered);
        unanswered.clear();
        lost.forEach(
                each ->
                        each.answer.completeExceptionally(
                                new IllegalStateException("The connection ended")));
        listener().disconnected(connection, new Disconnect(Disconnect.Kind.LOST, reason));
    }

    void fail(String message) {
        listener().failed(new MqttFatalException(message));
    }

    /** Answers the oldest unanswered publication. */
    void answer(int reasonCode) {
        unanswered.remove(0).answer.complete(reasonCode);
    }

    void answerAll(int reasonCode) {
        while (!unanswered.isEmpty()) {
            answer(reasonCode);
        }
    }

    /** Every publication is answered so as soon as it is sent. */
    void answerAtOnce(int reasonCode) {
        automaticAnswer = reasonCode;
    }

    List<Publication> sent() {
        return sent.stream().map(Sent::publication).toList();
    }

    List<String> sentTexts() {
        return sent.stream()
                .map(each -> new String(each.publication.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    int unanswered() {
        return unanswered.size();
    }

    boolean isClosed() {
        return closed;
    }

    private MqttListener listener() {
        if (listener == null) {
            throw new IllegalStateException("The transport was not started");
        }

        return listener;
    }

    @Override
    public void start(MqttListener newListener) {
        listener = newListener;
    }

    @Override
    public CompletableFuture<Integer> publish(Publication publication) {
        Sent each = new Sent(publication, new CompletableFuture<>());
        sent.add(each);
        if (automaticAnswer == null) {
            unanswered.add(each);
        } else {
            each.answer.complete(automaticAnswer);
        }

        return each.answer;
    }

    @Override
    public CompletableFuture<Void> close() {
        closed = true;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void acknowledge(long ofConnection, int[] packetIds) {
        throw new UnsupportedOperationException("Nothing is received");
    }

    @Override
    public void endSession() {
        throw new UnsupportedOperationException("The session ends with the connection");
    }

    @Override
    public void pauseReading() {
        throw new UnsupportedOperationException("Nothing is received");
    }

    @Override
    public void resumeReading() {
        throw new UnsupportedOperationException("Nothing is received");
    }
}
