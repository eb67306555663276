package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.sense.SensorReports;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.util.Collector;

/** Takes of a reading what the control loop may use, where there is any. */
public final class SensorReportFunction
        implements FlatMapFunction<Reading, SensorReport>, ResultTypeQueryable<SensorReport> {

    @Override
    public void flatMap(Reading reading, Collector<SensorReport> out) {
        SensorReports.of(reading).ifPresent(out::collect);
    }

    @Override
    public TypeInformation<SensorReport> getProducedType() {
        return SensorReportSerializer.TYPE;
    }
}
