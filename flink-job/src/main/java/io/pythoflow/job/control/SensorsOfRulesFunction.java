package io.pythoflow.job.control;

import io.pythoflow.contract.rules.InvalidRulesException;
import io.pythoflow.contract.rules.RulesCodec;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.sense.SensorReport;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/** {@link RouteFunction} of rules that are known at start and stay. */
public final class SensorsOfRulesFunction extends RichFlatMapFunction<SensorReport, ControlInput> {

    private static final long serialVersionUID = 1L;

    private final byte[] document;

    private transient Set<String> sensors;

    public SensorsOfRulesFunction(ActiveRules rules) {
        this.document = rules.document();
    }

    @Override
    public void open(OpenContext context) throws InvalidRulesException {
        sensors = SensorsOf.document(new RulesCodec().read(document));
    }

    @Override
    public void flatMap(SensorReport report, Collector<ControlInput> out) {
        if (sensors.contains(report.sensorId())) {
            out.collect(ControlInput.of(report));
        }
    }
}
