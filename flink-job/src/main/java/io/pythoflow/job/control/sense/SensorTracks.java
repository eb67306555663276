package io.pythoflow.job.control.sense;

import io.pythoflow.contract.rules.Protocol;
import io.pythoflow.job.control.sense.SensorReport.Channel;
import io.pythoflow.job.control.sense.SensorReport.Doubt;
import io.pythoflow.job.state.NullableText;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of every sensor that the rules name. A reading in doubt changes nothing, and
 * neither does one that is not newer than the newest of its sensor and metric, except that late
 * rain has fallen, too, and counts once. So copies, late and reordered readings change no decision.
 *
 * <p>What a sensor says on its own topic and what is said in its name on the topic all gateways
 * share is kept apart: the latter drives zones of protocol {@code original} only, and even there no
 * sensor that speaks for itself.
 *
 * <p>Called by the control operator's thread alone.
 */
public final class SensorTracks {

    /**
     * Twice (own topic, shared topic): sensors (int); each its id and {@link SensorTrack#write}.
     */
    private static final int VERSION_1 = 1;

    private final Map<String, SensorTrack> byOwnTopic = new TreeMap<>();
    private final Map<String, SensorTrack> bySharedTopic = new TreeMap<>();

    /** Notes a reading. */
    public void accept(SensorReport report) {
        if (report.doubt() != Doubt.NONE) {
            return;
        }
        Map<String, SensorTrack> tracks =
                report.channel() == Channel.SENSOR_TOPIC ? byOwnTopic : bySharedTopic;
        tracks.computeIfAbsent(report.sensorId(), any -> new SensorTrack()).accept(report);
    }

    /** Forgets every other sensor. */
    public void keepOnly(Set<String> sensorIds) {
        byOwnTopic.keySet().retainAll(sensorIds);
        bySharedTopic.keySet().retainAll(sensorIds);
    }

    /**
     * What a zone may believe of a sensor; null where nothing was heard of it. A sensor that has
     * spoken on its own topic is believed from there alone, until it has been silent there for 72
     * hours while the shared topic went on.
     */
    @Nullable SensorTrack believed(String sensorId, Protocol protocol) {
        SensorTrack own = byOwnTopic.get(sensorId);
        if (protocol == Protocol.V1) {
            return own;
        }
        SensorTrack shared = bySharedTopic.get(sensorId);
        if (own == null || shared == null) {
            return own == null ? shared : own;
        }
        boolean hasMoved = shared.newestTimestamp() - own.newestTimestamp() > RainLog.MEMORY_MILLIS;
        return hasMoved ? shared : own;
    }

    /** Writes all of it. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION_1);
        write(byOwnTopic, out);
        write(bySharedTopic, out);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException of another version, too
     */
    public static SensorTracks read(DataInput in) throws IOException {
        int version = in.readByte();
        if (version != VERSION_1) {
            throw new IOException(
                    "Cannot read sensor tracks of version %s, this job knows up to %s"
                            .formatted(version, VERSION_1));
        }
        SensorTracks tracks = new SensorTracks();
        read(tracks.byOwnTopic, in);
        read(tracks.bySharedTopic, in);
        return tracks;
    }

    private static void write(Map<String, SensorTrack> tracks, DataOutput out) throws IOException {
        out.writeInt(tracks.size());
        for (Map.Entry<String, SensorTrack> entry : tracks.entrySet()) {
            NullableText.write(entry.getKey(), out);
            entry.getValue().write(out);
        }
    }

    private static void read(Map<String, SensorTrack> tracks, DataInput in) throws IOException {
        int sensors = in.readInt();
        for (int i = 0; i < sensors; i++) {
            String sensorId = Objects.requireNonNull(NullableText.read(in), "sensorId");
            tracks.put(sensorId, SensorTrack.read(in));
        }
    }
}
