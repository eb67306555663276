package io.pythoflow.job.aggregate;

import io.pythoflow.job.aggregate.SensorAggregate.Origin;
import io.pythoflow.job.aggregate.SensorAggregate.Quality;
import io.pythoflow.job.state.PackedInput;
import io.pythoflow.job.state.PackedOutput;
import io.pythoflow.job.state.PackedSerializer;
import io.pythoflow.job.state.PackedType;
import io.pythoflow.job.state.TextCache;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@code sensor_aggregates} on their way to the task that writes their hour, and while they
 * are sorted. Instants are told from the start of the window, which most lie close to.
 */
public final class SensorAggregateSerializer extends PackedSerializer<SensorAggregate> {
    /** Of streams of rows. */
    public static final TypeInformation<SensorAggregate> TYPE =
            new PackedType<>(SensorAggregate.class, new SensorAggregateSerializer());

    private static final long serialVersionUID = 1L;

    private static final Quality[] QUALITIES = Quality.values();
    private static final Origin[] ORIGINS = Origin.values();

    private static final int FLATLINE = 1;
    private static final int HAS_EXPECTED_COUNT = 1 << 1;
    private static final int HAS_COMPLETENESS = 1 << 2;
    private static final int HAS_STDDEV = 1 << 3;
    private static final int HAS_MAX_GAP = 1 << 4;
    private static final int HAS_SLOPE = 1 << 5;
    private static final int HAS_READING_COUNT = 1 << 6;
    private static final int HAS_RECEIPT_MEAN = 1 << 7;

    private final transient TextCache texts = new TextCache();

    @Override
    public SensorAggregateSerializer duplicate() {
        return new SensorAggregateSerializer();
    }

    @Override
    protected void write(SensorAggregate row, PackedOutput out) {
        out.writeByte(bits(row));
        out.writeText(row.sensorId());
        out.writeText(row.gatewayId());
        out.writeText(row.zoneId());
        out.writeText(row.metric());
        out.writeText(row.unit());
        out.writeLong(row.windowStart());
        out.writeSigned(row.windowEnd() - row.windowStart());
        out.writeSigned(row.count());
        write(row.expectedCount(), out);
        write(row.completeness(), out);
        out.writeDouble(row.min());
        out.writeDouble(row.max());
        out.writeDouble(row.mean());
        write(row.stddev(), out);
        out.writeDouble(row.p05());
        out.writeDouble(row.p25());
        out.writeDouble(row.p50());
        out.writeDouble(row.p75());
        out.writeDouble(row.p95());
        out.writeDouble(row.sum());
        out.writeDouble(row.timeWeightedMean());
        out.writeDouble(row.firstValue());
        out.writeSigned(row.firstAt() - row.windowStart());
        out.writeDouble(row.lastValue());
        out.writeSigned(row.lastAt() - row.windowStart());
        write(row.maxGapSeconds(), out);
        write(row.slopePerHour(), out);
        out.writeSigned(row.outOfRangeCount());
        out.writeSigned(row.spikeCount());
        out.writeSigned(row.lateCount());
        out.writeSigned(row.duplicateCount());
        out.writeSigned(row.historicalCount());
        out.writeConstant(row.quality());
        out.writeSigned(row.revision());
        out.writeLong(row.emittedAt());
        out.writeConstant(row.origin());
        write(row.readingCount(), out);
        write(row.receivedAtMean(), out);
    }

    private static int bits(SensorAggregate row) {
        return (row.flatline() ? FLATLINE : 0)
                | bit(HAS_EXPECTED_COUNT, row.expectedCount())
                | bit(HAS_COMPLETENESS, row.completeness())
                | bit(HAS_STDDEV, row.stddev())
                | bit(HAS_MAX_GAP, row.maxGapSeconds())
                | bit(HAS_SLOPE, row.slopePerHour())
                | bit(HAS_READING_COUNT, row.readingCount())
                | bit(HAS_RECEIPT_MEAN, row.receivedAtMean());
    }

    private static int bit(int bit, @Nullable Number value) {
        return value == null ? 0 : bit;
    }

    private static void write(@Nullable Long value, PackedOutput out) {
        if (value != null) {
            out.writeSigned(value);
        }
    }

    private static void write(@Nullable Double value, PackedOutput out) {
        if (value != null) {
            out.writeDouble(value);
        }
    }

    @Override
    protected SensorAggregate read(PackedInput in) {
        int bits = in.readByte();
        String sensorId = Objects.requireNonNull(in.readText(texts));
        String gatewayId = in.readText(texts);
        String zoneId = in.readText(texts);
        String metric = Objects.requireNonNull(in.readText(texts));
        String unit = in.readText(texts);
        long windowStart = in.readLong();
        return new SensorAggregate(
                sensorId,
                gatewayId,
                zoneId,
                metric,
                unit,
                windowStart,
                windowStart + in.readSigned(),
                in.readSigned(),
                readWhole(bits & HAS_EXPECTED_COUNT, in),
                readReal(bits & HAS_COMPLETENESS, in),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                readReal(bits & HAS_STDDEV, in),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                windowStart + in.readSigned(),
                in.readDouble(),
                windowStart + in.readSigned(),
                readReal(bits & HAS_MAX_GAP, in),
                readReal(bits & HAS_SLOPE, in),
                in.readSigned(),
                in.readSigned(),
                in.readSigned(),
                in.readSigned(),
                in.readSigned(),
                (bits & FLATLINE) != 0,
                QUALITIES[in.readByte()],
                (int) in.readSigned(),
                in.readLong(),
                ORIGINS[in.readByte()],
                readWhole(bits & HAS_READING_COUNT, in),
                readReal(bits & HAS_RECEIPT_MEAN, in));
    }

    private static @Nullable Long readWhole(int bit, PackedInput in) {
        return bit == 0 ? null : (Long) in.readSigned();
    }

    private static @Nullable Double readReal(int bit, PackedInput in) {
        return bit == 0 ? null : (Double) in.readDouble();
    }

    @Override
    public @Nullable SensorAggregate createInstance() {
        return null;
    }

    @Override
    public TypeSerializerSnapshot<SensorAggregate> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Made by Flink, by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SensorAggregate> {
        public Snapshot() {
            super(SensorAggregateSerializer::new);
        }
    }
}
