package io.pythoflow.job.frozen;

import io.pythoflow.job.lake.catalog.Catalog;
import io.pythoflow.job.mqtt.sink.MqttPublication;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * What the world hears of a job: its messages and openings, and the partitions that the catalogue
 * is told. One job at a time. Tasks add, the test reads.
 */
final class Heard {

    private static final Map<String, List<Object>> BY_SINK = new ConcurrentHashMap<>();
    private static final List<MqttPublication> OPENINGS = new CopyOnWriteArrayList<>();
    private static final List<String> PARTITIONS = new CopyOnWriteArrayList<>();

    private static volatile boolean catalogueAnswers;

    private Heard() {}

    static void forget() {
        BY_SINK.clear();
        OPENINGS.clear();
        PARTITIONS.clear();
    }

    /** From now on nothing can be registered. */
    static void stopCatalogue() {
        catalogueAnswers = false;
    }

    /** From now on everything can be registered. */
    static void startCatalogue() {
        catalogueAnswers = true;
    }

    /** What a sink was given. */
    static <T> List<T> by(String sink, Class<T> type) {
        return BY_SINK.getOrDefault(sink, List.of()).stream().map(type::cast).toList();
    }

    /** What was published after a checkpoint. */
    static List<MqttPublication> openings() {
        return List.copyOf(OPENINGS);
    }

    /** Table and partition, as registered. */
    static List<String> partitions() {
        return List.copyOf(PARTITIONS);
    }

    /** Hears what is published at once; has no state, as the real one. */
    record AtOnceSink<T>(String name) implements Sink<T> {
        @Override
        public SinkWriter<T> createWriter(WriterInitContext context) {
            return new Writer<>(BY_SINK.computeIfAbsent(name, one -> new CopyOnWriteArrayList<>()));
        }
    }

    private record Writer<T>(List<Object> heard) implements SinkWriter<T> {
        @Override
        public void write(T element, Context context) {
            heard.add(element);
        }

        @Override
        public void flush(boolean endOfInput) {
            // It keeps nothing back.
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }

    /**
     * A sink that publishes after checkpoints, but for the publishing.
     *
     * @param <S> the real one
     */
    record AfterCheckpointSink<T, S extends Sink<T> & SupportsCommitter<MqttPublication>>(S real)
            implements Sink<T>, SupportsCommitter<MqttPublication> {

        @Override
        public SinkWriter<T> createWriter(WriterInitContext context) throws java.io.IOException {
            return real.createWriter(context);
        }

        @Override
        public Committer<MqttPublication> createCommitter(CommitterInitContext context) {
            return new Openings();
        }

        @Override
        public SimpleVersionedSerializer<MqttPublication> getCommittableSerializer() {
            return real.getCommittableSerializer();
        }
    }

    private static final class Openings implements Committer<MqttPublication> {
        @Override
        public void commit(Collection<CommitRequest<MqttPublication>> requests) {
            requests.forEach(request -> OPENINGS.add(request.getCommittable()));
        }

        @Override
        public void close() {
            // It has no connection.
        }
    }

    /** A catalogue that answers or does not. */
    record CatalogueFactory() implements Catalog.Factory {
        @Override
        public Catalog open() {
            return new HeardCatalogue();
        }
    }

    private static final class HeardCatalogue implements Catalog {
        @Override
        public List<Failure> register(String table, List<String> partitions) {
            if (!catalogueAnswers) {
                return partitions.stream().map(one -> new Failure(one, "out of order")).toList();
            }
            partitions.forEach(one -> PARTITIONS.add(table + "/" + one));
            return List.of();
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
