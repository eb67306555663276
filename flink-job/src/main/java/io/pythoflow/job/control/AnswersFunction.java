package io.pythoflow.job.control;

import io.pythoflow.job.ingest.GatewayReport;
import io.pythoflow.job.ingest.Ingested;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Keeps what devices say; what cannot be read is rejected where the copy to keep arrives. */
public final class AnswersFunction implements FlatMapFunction<Ingested, ControlInput> {

    @Override
    public void flatMap(Ingested ingested, Collector<ControlInput> out) {
        GatewayReport report = ingested.report();
        if (report != null) {
            out.collect(ControlInput.ofEarly(report));
        }
    }
}
