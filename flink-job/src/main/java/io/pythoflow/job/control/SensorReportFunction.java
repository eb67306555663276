package io.pythoflow.job.control;

import io.pythoflow.job.control.sense.SensorReports;
import io.pythoflow.job.ingest.CheckedReading;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Takes of readings whose sensor the rules name what the controller may use, if there is any. */
public final class SensorReportFunction implements FlatMapFunction<CheckedReading, ControlInput> {
    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(CheckedReading checked, Collector<ControlInput> out) {
        if (checked.named()) {
            SensorReports.of(checked.reading()).map(ControlInput::of).ifPresent(out::collect);
        }
    }
}
