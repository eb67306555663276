package io.pythoflow.job.ingest;

import io.pythoflow.contract.operation.ServiceMetric;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectReason;
import io.pythoflow.contract.payload.RejectedMessage;
import io.pythoflow.job.metrics.ServiceMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Parts readings from rejects and from the reports of gateways and devices, and turns away the
 * readings of new sensors beyond the hour's number. Counts the readings and rejects that pass:
 * {@code readings}, {@code rejects} and {@code rejects} by reason; reports are counted at the
 * source.
 */
public final class AdmissionFunction extends ProcessFunction<Ingested, Reading>
        implements CheckpointedFunction, ResultTypeQueryable<Reading> {

    /** Where the rejects go. */
    public static final OutputTag<RejectedMessage> REJECTED =
            new OutputTag<>("rejected", Types.POJO(RejectedMessage.class));

    /**
     * Where the reports of gateways and devices go, without timestamps; see {@link
     * ReadingDeserializer} for what may be said of their order and copies.
     */
    public static final OutputTag<GatewayReport> GATEWAY_REPORTS =
            new OutputTag<>("gateway-reports", Types.POJO(GatewayReport.class));

    private static final ListStateDescriptor<Long> KNOWN_SENSORS =
            new ListStateDescriptor<>("known-sensors", Types.LONG);

    private final int maxNewSensorsPerHour;
    private transient SensorAdmission admission;
    private transient ListState<Long> knownSensors;
    private transient Counter readings;
    private transient Counter rejects;
    private transient Map<String, Counter> rejectsByReason;

    public AdmissionFunction(int maxNewSensorsPerHour) {
        this.maxNewSensorsPerHour = maxNewSensorsPerHour;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        admission = new SensorAdmission(maxNewSensorsPerHour);
        // Union: slots may move to another subtask, and with them their sensors.
        knownSensors = context.getOperatorStateStore().getUnionListState(KNOWN_SENSORS);
        for (long sensor : knownSensors.get()) {
            admission.restore(sensor);
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        List<Long> sensors = new ArrayList<>();
        admission.forEachKnown(sensors::add);
        knownSensors.update(sensors);
    }

    @Override
    public void open(OpenContext context) {
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        readings = metrics.counter("readings");
        rejects = metrics.counter("rejects");
        rejectsByReason = new HashMap<>();
        metrics.gauge("knownSensors", admission::size);
        ServiceMetrics.in(metrics)
                .rate(ServiceMetric.READINGS, readings)
                .rate(ServiceMetric.REJECTS, rejects);
    }

    @Override
    public void processElement(Ingested ingested, Context context, Collector<Reading> out) {
        if (ingested.rejected() != null) {
            reject(context, ingested.rejected());
            return;
        }
        if (ingested.report() != null) {
            context.output(GATEWAY_REPORTS, ingested.report());
            return;
        }
        Reading reading = ingested.reading();
        // Received a moment ago, by this task: asking for the time again costs more than the rest.
        if (admission.admits(ReadingIdentity.text(reading.sensorId()), reading.receivedAt())) {
            readings.inc();
            out.collect(reading);
        } else {
            reject(
                    context,
                    ingested.reject(
                            RejectReason.TOO_MANY_SENSORS,
                            "More than " + maxNewSensorsPerHour + " new sensors within an hour"));
        }
    }

    @Override
    public TypeInformation<Reading> getProducedType() {
        return ReadingSerializer.TYPE;
    }

    private void reject(Context context, RejectedMessage rejected) {
        rejects.inc();
        rejectsByReason
                .computeIfAbsent(
                        rejected.reason(),
                        reason ->
                                getRuntimeContext()
                                        .getMetricGroup()
                                        .addGroup("reason", reason)
                                        .counter("rejectsByReason"))
                .inc();
        context.output(REJECTED, rejected);
    }
}
