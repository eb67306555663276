package io.pythoflow.bench.baseline;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.pythoflow.bench.cluster.SplitlessSource;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Payloads from one connection of the HiveMQ client, acknowledged on receipt: what is on its way
 * through the job when it dies is lost. Parallelism 1.
 */
final class HiveMqSource extends SplitlessSource<byte[]> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(HiveMqSource.class);

    private static final int RECEIVE_MAXIMUM = 65_535;
    private static final int QUEUE_PAYLOADS = 8_192;
    private static final int PAYLOADS_PER_POLL = 256;
    private static final long CONNECT_SECONDS = 10;
    private static final long FULL_MILLIS = 100;

    private final URI broker;
    private final List<String> filters;

    /**
     * @param broker {@code mqtt://host:port}
     * @param filters subscribed to with QoS 1
     */
    HiveMqSource(URI broker, List<String> filters) {
        this.broker = broker;
        this.filters = List.copyOf(filters);
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<byte[], NoSplit> createReader(SourceReaderContext context) {
        return new PayloadReader(broker, filters);
    }

    @Override
    public TypeInformation<byte[]> getProducedType() {
        return PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
    }

    /** The client's event loop calls {@link #received}, the task's thread everything else. */
    private static final class PayloadReader extends Reader<byte[]> {
        private static final CompletableFuture<Void> AVAILABLE =
                CompletableFuture.completedFuture(null);

        private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE_PAYLOADS);
        private final List<byte[]> batch = new ArrayList<>(PAYLOADS_PER_POLL);
        private final AtomicReference<@Nullable CompletableFuture<Void>> waiting =
                new AtomicReference<>();
        private final List<String> filters;
        private final Mqtt5AsyncClient client;
        private volatile @Nullable Throwable disconnected;
        private volatile boolean closed;

        PayloadReader(URI broker, List<String> filters) {
            this.filters = filters;
            this.client =
                    Mqtt5Client.builder()
                            .identifier("bench-plain")
                            .serverHost(broker.getHost())
                            .serverPort(broker.getPort())
                            .addDisconnectedListener(lost -> disconnected(lost.getCause()))
                            .buildAsync();
        }

        @Override
        public void start() {
            // In the event loop: one thread fewer to hand over to.
            client.publishes(MqttGlobalPublishFilter.ALL, this::received, Runnable::run);
            client.connectWith()
                    .cleanStart(true)
                    .restrictions()
                    .receiveMaximum(RECEIVE_MAXIMUM)
                    .applyRestrictions()
                    .send()
                    .orTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                    .join();
            for (String filter : filters) {
                var unused =
                        client.subscribeWith()
                                .topicFilter(filter)
                                .qos(MqttQos.AT_LEAST_ONCE)
                                .send()
                                .orTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                                .join();
            }
            LOG.info("The plain job is subscribed to {}", filters);
        }

        /** The client acknowledges when this returns; a full queue holds up the connection. */
        private void received(Mqtt5Publish message) {
            byte[] payload = message.getPayloadAsBytes();
            try {
                while (!queue.offer(payload)) {
                    if (closed) {
                        return;
                    }
                    if (queue.offer(payload, FULL_MILLIS, TimeUnit.MILLISECONDS)) {
                        break;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            wake();
        }

        private void disconnected(Throwable cause) {
            if (!closed) {
                disconnected = cause;
                wake();
            }
        }

        private void wake() {
            if (waiting.get() != null) {
                CompletableFuture<Void> future = waiting.getAndSet(null);
                if (future != null) {
                    future.complete(null);
                }
            }
        }

        @Override
        public InputStatus pollNext(ReaderOutput<byte[]> output) throws IOException {
            Throwable cause = disconnected;
            if (cause != null) {
                throw new IOException("The plain job's connection was lost", cause);
            }
            queue.drainTo(batch, PAYLOADS_PER_POLL);
            for (byte[] payload : batch) {
                output.collect(payload);
            }
            boolean all = batch.size() < PAYLOADS_PER_POLL;
            batch.clear();
            return all ? InputStatus.NOTHING_AVAILABLE : InputStatus.MORE_AVAILABLE;
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            if (!queue.isEmpty() || disconnected != null) {
                return AVAILABLE;
            }
            CompletableFuture<Void> future = waiting.get();
            if (future == null || future.isDone()) {
                future = new CompletableFuture<>();
                waiting.set(future);
            }
            // What came before it could be seen wakes nobody.
            if (!queue.isEmpty() || disconnected != null) {
                waiting.set(null);
                future.complete(null);
            }
            return future;
        }

        @Override
        public void close() {
            closed = true;
            if (client.getState().isConnected()) {
                client.disconnect().orTimeout(CONNECT_SECONDS, TimeUnit.SECONDS).join();
            }
        }
    }
}
