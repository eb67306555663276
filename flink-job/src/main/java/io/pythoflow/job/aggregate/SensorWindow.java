package io.pythoflow.job.aggregate;

import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.aggregate.SensorAggregate.Origin;
import io.pythoflow.job.state.NullableText;
import io.pythoflow.job.state.PackedInput;
import io.pythoflow.job.state.PackedOutput;
import java.io.DataInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One sensor's readings of one window, all metrics together. Rows depend on which readings were
 * added, not on their order; only the late count, the revision and the time of emission tell how
 * they came.
 */
final class SensorWindow {
    private static final int NEVER = -1;
    private static final int UNKNOWN = -1;

    /** Of the object itself, with the texts of its sender. */
    private static final long HEAP_BYTES = 160;

    private final long start;
    private final int lengthMillis;
    private MetricWindow[] metrics = new MetricWindow[0];

    /** What has not come to its metrics yet. */
    private @Nullable RecentReadings recent;

    private boolean fired;
    private @Nullable String gatewayId;
    private int gatewayOffset = NEVER;
    private @Nullable String zoneId;
    private int zoneOffset = NEVER;
    private @Nullable Integer samplePeriodSeconds;
    private int samplePeriodOffset = NEVER;

    /** {@link #UNKNOWN} where version 1 began the window: what it added was not counted. */
    private int readings;

    /** Of all readings, milliseconds since the window's start, so that the sum stays exact. */
    private long receivedOffsets;

    SensorWindow(long start, int lengthMillis) {
        this.start = start;
        this.lengthMillis = lengthMillis;
    }

    /** Inclusive, epoch milliseconds. */
    long start() {
        return start;
    }

    int lengthMillis() {
        return lengthMillis;
    }

    /** Exclusive, epoch milliseconds. */
    long end() {
        return start + lengthMillis;
    }

    /** Whether rows were made, so that whatever comes now is late. */
    boolean fired() {
        return fired;
    }

    /** Whether any row would differ from the one made last. */
    boolean changed() {
        settle();
        return Arrays.stream(metrics).anyMatch(MetricWindow::changed);
    }

    /** Adds a reading whose timestamp lies in the window. */
    void add(Reading reading, int exactLimit) {
        int offset = (int) (reading.timestamp() - start);
        noteSender(reading, offset);
        // As long as no metric can have reached the limit, points may go to them later.
        boolean later = readings != UNKNOWN && readings < exactLimit && !fired;
        if (readings != UNKNOWN) {
            readings++;
            receivedOffsets += reading.receivedAt() - start;
        }
        if (later && addRecent(reading, offset)) {
            return;
        }
        settle();
        if (fired) {
            // Sender and count of readings stand in the rows of all metrics, also of those the
            // reading does not have.
            Arrays.stream(metrics).forEach(MetricWindow::markChanged);
        }
        for (Measurement measurement : reading.measurements()) {
            MetricWindow metric = open(measurement.metric());
            metric.noteUnit(measurement.unit());
            metric.add(offset, measurement.value(), exactLimit);
            metric.countHistorical(reading.historical() ? 1 : 0);
            if (fired) {
                metric.countLate();
            }
        }
    }

    /** Whether it could wait for others like it. */
    private boolean addRecent(Reading reading, int offset) {
        if (recent != null && recent.add(reading, offset)) {
            return true;
        }
        if (!RecentReadings.canKeep(reading)) {
            return false;
        }
        settle();
        if (recent == null || !recent.add(reading, offset)) {
            recent = new RecentReadings(reading);
            recent.add(reading, offset);
        }
        return true;
    }

    /** Gives the metrics what is theirs, before anyone looks at them. */
    private void settle() {
        if (recent != null && !recent.isEmpty()) {
            recent.drainTo(
                    (name, offsets, values, points, historical) -> {
                        MetricWindow metric = open(name);
                        metric.addAll(offsets, values, points);
                        metric.countHistorical(historical);
                    });
        }
    }

    /** Counts a duplicate of a reading that was added. */
    void countDuplicate(Reading reading) {
        settle();
        for (Measurement measurement : reading.measurements()) {
            int index = find(measurement.metric());
            if (index >= 0) {
                metrics[index].countDuplicate();
            }
        }
    }

    /**
     * Rows of the metrics that changed since their last row, by name of the metric. A reading
     * changes them all, since each row says how many readings the window has.
     */
    List<SensorAggregate> takeRows(String sensorId, Origin origin, long emittedAt) {
        settle();
        // Whatever comes now goes to its metrics, to be counted as late.
        recent = null;
        fired = true;
        List<SensorAggregate> rows = new ArrayList<>(metrics.length);
        for (MetricWindow metric : metrics) {
            if (metric.changed()) {
                Points points = metric.points();
                rows.add(AggregateRow.of(this, metric, points, sensorId, origin, emittedAt));
                metric.pack(points);
            }
        }
        return rows;
    }

    @Nullable String gatewayId() {
        return gatewayId;
    }

    @Nullable String zoneId() {
        return zoneId;
    }

    /** As the latest reading says that says it. */
    @Nullable Integer samplePeriodSeconds() {
        return samplePeriodSeconds;
    }

    /** Readings that were added, whatever they measured; null if not all were counted. */
    @Nullable Long readingCount() {
        return readings == UNKNOWN ? null : (long) readings;
    }

    /** Mean time of receipt of the readings, epoch milliseconds; null if not all were counted. */
    @Nullable Double receivedAtMean() {
        return readings == UNKNOWN ? null : start + receivedOffsets / (double) readings;
    }

    SensorWindow copy() {
        SensorWindow copy = new SensorWindow(start, lengthMillis);
        copy.metrics = Arrays.stream(metrics).map(MetricWindow::copy).toArray(MetricWindow[]::new);
        copy.recent = recent == null ? null : recent.copy();
        copy.fired = fired;
        copy.gatewayId = gatewayId;
        copy.gatewayOffset = gatewayOffset;
        copy.zoneId = zoneId;
        copy.zoneOffset = zoneOffset;
        copy.samplePeriodSeconds = samplePeriodSeconds;
        copy.samplePeriodOffset = samplePeriodOffset;
        copy.readings = readings;
        copy.receivedOffsets = receivedOffsets;
        return copy;
    }

    /** Bytes of this and its metrics on the heap, roughly. */
    long heapBytes() {
        long bytes = HEAP_BYTES + (recent == null ? 0 : recent.heapBytes());
        for (MetricWindow metric : metrics) {
            bytes += metric.heapBytes();
        }
        return bytes;
    }

    /** As in version 4 of the state. */
    void write(PackedOutput out) {
        if (recent != null && !recent.isEmpty()) {
            // A snapshot is written while others look at this.
            SensorWindow settled = copy();
            settled.settle();
            settled.write(out);
            return;
        }
        out.writeSigned(start);
        out.writeUnsigned(lengthMillis);
        out.writeByte(fired ? 1 : 0);
        out.writeText(gatewayId);
        out.writeSigned(gatewayOffset);
        out.writeText(zoneId);
        out.writeSigned(zoneOffset);
        out.writeUnsigned(samplePeriodSeconds == null ? 0 : samplePeriodSeconds);
        out.writeSigned(samplePeriodOffset);
        out.writeSigned(readings);
        out.writeSigned(receivedOffsets);
        out.writeUnsigned(metrics.length);
        for (MetricWindow metric : metrics) {
            metric.write(out);
        }
    }

    /** Reads what {@link #write} wrote. */
    static SensorWindow read(PackedInput in) {
        return read(in, MetricWindow::read);
    }

    /** With the points of each metric in one block. */
    static SensorWindow readVersion3(PackedInput in) {
        return read(in, MetricWindow::readVersion3);
    }

    private static SensorWindow read(PackedInput in, Function<PackedInput, MetricWindow> metric) {
        SensorWindow window = new SensorWindow(in.readSigned(), in.readCount());
        window.fired = in.readByte() != 0;
        window.gatewayId = in.readText();
        window.gatewayOffset = (int) in.readSigned();
        window.zoneId = in.readText();
        window.zoneOffset = (int) in.readSigned();
        int period = in.readCount();
        window.samplePeriodSeconds = period == 0 ? null : (Integer) period;
        window.samplePeriodOffset = (int) in.readSigned();
        window.readings = (int) in.readSigned();
        window.receivedOffsets = in.readSigned();
        window.metrics = new MetricWindow[in.readCount()];
        for (int i = 0; i < window.metrics.length; i++) {
            window.metrics[i] = metric.apply(in);
        }
        return window;
    }

    /** Without count of readings and times of receipt. */
    static SensorWindow readVersion1(DataInput in) throws IOException {
        SensorWindow window = readHead(in);
        window.readings = UNKNOWN;
        window.readMetrics(in);
        return window;
    }

    /** With every value as it is. */
    static SensorWindow readVersion2(DataInput in) throws IOException {
        SensorWindow window = readHead(in);
        window.readings = in.readInt();
        window.receivedOffsets = in.readLong();
        window.readMetrics(in);
        return window;
    }

    private static SensorWindow readHead(DataInput in) throws IOException {
        SensorWindow window = new SensorWindow(in.readLong(), in.readInt());
        window.fired = in.readBoolean();
        window.gatewayId = NullableText.read(in);
        window.gatewayOffset = in.readInt();
        window.zoneId = NullableText.read(in);
        window.zoneOffset = in.readInt();
        int period = in.readInt();
        window.samplePeriodSeconds = period == 0 ? null : period;
        window.samplePeriodOffset = in.readInt();
        return window;
    }

    private void readMetrics(DataInput in) throws IOException {
        metrics = new MetricWindow[in.readInt()];
        for (int i = 0; i < metrics.length; i++) {
            metrics[i] = MetricWindow.readVersion2(in);
        }
    }

    private void noteSender(Reading reading, int offset) {
        String gateway = reading.gatewayId();
        if (gateway != null && stands(offset, gateway, gatewayOffset, gatewayId)) {
            gatewayId = gateway;
            gatewayOffset = offset;
        }
        String zone = reading.zoneId();
        if (zone != null && stands(offset, zone, zoneOffset, zoneId)) {
            zoneId = zone;
            zoneOffset = offset;
        }
        Integer period = reading.samplePeriodSeconds();
        if (period != null
                && period > 0
                && stands(offset, period, samplePeriodOffset, samplePeriodSeconds)) {
            samplePeriodSeconds = period;
            samplePeriodOffset = offset;
        }
    }

    /** Whether a later word, or the greater of two of one instant, replaces what is known. */
    private static <T extends Comparable<T>> boolean stands(
            int offset, T said, int knownOffset, @Nullable T known) {
        if (offset != knownOffset || known == null) {
            return offset > knownOffset;
        }
        return said.compareTo(known) > 0;
    }

    private MetricWindow open(String metric) {
        int index = find(metric);
        if (index >= 0) {
            return metrics[index];
        }
        int place = -index - 1;
        MetricWindow[] more = new MetricWindow[metrics.length + 1];
        System.arraycopy(metrics, 0, more, 0, place);
        System.arraycopy(metrics, place, more, place + 1, metrics.length - place);
        more[place] = new MetricWindow(metric);
        metrics = more;
        return more[place];
    }

    /** Index of the metric, or minus its place less one. */
    private int find(String metric) {
        int low = 0;
        int high = metrics.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = metrics[middle].metric().compareTo(metric);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}
