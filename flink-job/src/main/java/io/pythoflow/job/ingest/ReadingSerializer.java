package io.pythoflow.job.ingest;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.TimestampSource;
import io.pythoflow.job.state.PackedInput;
import io.pythoflow.job.state.PackedOutput;
import io.pythoflow.job.state.PackedSerializer;
import io.pythoflow.job.state.PackedType;
import io.pythoflow.job.state.TextCache;
import io.pythoflow.job.state.TextsCache;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Readings between operators, about a third of the bytes and of the time that a serializer by
 * reflection takes. Sensor, gateway, zone, topic and firmware come out as the same strings again
 * and again, so that what follows finds their hashes computed.
 */
public final class ReadingSerializer extends PackedSerializer<Reading> {
    /** Of streams of readings. */
    public static final TypeInformation<Reading> TYPE =
            new PackedType<>(Reading.class, new ReadingSerializer());

    private static final long serialVersionUID = 1L;

    private static final TimestampSource[] SOURCES = TimestampSource.values();

    private static final int HISTORICAL = 1;
    private static final int HAS_SEQUENCE = 1 << 1;
    private static final int HAS_PERIOD = 1 << 2;

    /** Sensor, gateway, zone, topic and firmware. */
    private static final int SENDER_TEXTS = 5;

    private final transient TextCache texts = new TextCache();
    private final transient TextsCache senders = new TextsCache(SENDER_TEXTS, texts);
    private final transient PackedMeasurements measurements = new PackedMeasurements();

    @Override
    public ReadingSerializer duplicate() {
        return new ReadingSerializer();
    }

    @Override
    protected void write(Reading reading, PackedOutput out) {
        Long sequence = reading.sequence();
        Integer period = reading.samplePeriodSeconds();
        out.writeByte(
                (reading.historical() ? HISTORICAL : 0)
                        | (sequence == null ? 0 : HAS_SEQUENCE)
                        | (period == null ? 0 : HAS_PERIOD));
        out.writeConstant(reading.timestampSource());
        out.writeText(reading.messageId());
        // Read together, see SENDER_TEXTS.
        out.writeText(reading.sensorId());
        out.writeText(reading.gatewayId());
        out.writeText(reading.zoneId());
        out.writeText(reading.topic());
        out.writeText(reading.firmware());
        out.writeLong(reading.timestamp());
        out.writeLong(reading.receivedAt());
        if (sequence != null) {
            out.writeSigned(sequence);
        }
        if (period != null) {
            out.writeSigned(period);
        }
        measurements.write(reading.measurements(), out);
        out.writeUnsigned(reading.flags().size());
        for (String flag : reading.flags()) {
            out.writeText(flag);
        }
    }

    @Override
    protected Reading read(PackedInput in) {
        int bits = in.readByte();
        TimestampSource source = SOURCES[in.readByte()];
        String messageId = in.readText();
        @Nullable String[] sender = in.readTexts(senders);
        long timestamp = in.readLong();
        long receivedAt = in.readLong();
        return new Reading(
                messageId,
                Objects.requireNonNull(sender[0]),
                sender[1],
                sender[2],
                timestamp,
                source,
                receivedAt,
                (bits & HAS_SEQUENCE) == 0 ? null : (Long) in.readSigned(),
                (bits & HAS_PERIOD) == 0 ? null : (Integer) (int) in.readSigned(),
                (bits & HISTORICAL) != 0,
                measurements.read(in, texts),
                readFlags(in),
                Objects.requireNonNull(sender[3]),
                sender[4]);
    }

    private List<String> readFlags(PackedInput in) {
        int count = in.readCount();
        if (count == 0) {
            return List.of();
        }
        String[] flags = new String[count];
        for (int i = 0; i < count; i++) {
            flags[i] = Objects.requireNonNull(in.readText(texts));
        }
        return List.of(flags);
    }

    @Override
    public @Nullable Reading createInstance() {
        return null;
    }

    @Override
    public TypeSerializerSnapshot<Reading> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Made by Flink, by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Reading> {
        public Snapshot() {
            super(ReadingSerializer::new);
        }
    }
}
