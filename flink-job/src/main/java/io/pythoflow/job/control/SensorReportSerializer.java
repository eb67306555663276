package io.pythoflow.job.control;

import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.sense.SensorReport.Channel;
import io.pythoflow.job.control.sense.SensorReport.Doubt;
import io.pythoflow.job.ingest.PackedMeasurements;
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

/** Reports of sensors on their way to {@link RouteFunction}, which lets few of many through. */
public final class SensorReportSerializer extends PackedSerializer<SensorReport> {
    /** Of streams of reports. */
    public static final TypeInformation<SensorReport> TYPE =
            new PackedType<>(SensorReport.class, new SensorReportSerializer());

    private static final long serialVersionUID = 1L;

    private static final Channel[] CHANNELS = Channel.values();
    private static final Doubt[] DOUBTS = Doubt.values();

    private static final int HAS_PERIOD = 1;

    private final transient TextCache texts = new TextCache();
    private final transient PackedMeasurements measurements = new PackedMeasurements();

    @Override
    public SensorReportSerializer duplicate() {
        return new SensorReportSerializer();
    }

    @Override
    protected void write(SensorReport report, PackedOutput out) {
        Integer period = report.samplePeriodSeconds();
        out.writeByte(period == null ? 0 : HAS_PERIOD);
        out.writeText(report.sensorId());
        out.writeText(report.gatewayId());
        out.writeLong(report.timestamp());
        out.writeLong(report.receivedAt());
        out.writeConstant(report.channel());
        out.writeConstant(report.doubt());
        if (period != null) {
            out.writeSigned(period);
        }
        measurements.write(report.measurements(), out);
    }

    @Override
    protected SensorReport read(PackedInput in) {
        int bits = in.readByte();
        return new SensorReport(
                Objects.requireNonNull(in.readText(texts)),
                in.readText(texts),
                in.readLong(),
                in.readLong(),
                CHANNELS[in.readByte()],
                DOUBTS[in.readByte()],
                (bits & HAS_PERIOD) == 0 ? null : (Integer) (int) in.readSigned(),
                measurements.read(in, texts));
    }

    @Override
    public @Nullable SensorReport createInstance() {
        return null;
    }

    @Override
    public TypeSerializerSnapshot<SensorReport> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Made by Flink, by name. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<SensorReport> {
        public Snapshot() {
            super(SensorReportSerializer::new);
        }
    }
}
