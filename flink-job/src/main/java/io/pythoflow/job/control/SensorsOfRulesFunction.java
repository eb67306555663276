package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.rules.InvalidRulesException;
import io.pythoflow.contract.rules.RulesCodec;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.sense.SensorReports;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * {@link SensorReportFunction} of rules that are known at start and stay, for readings of the past:
 * what is heard of sensors that the rules name, in the order in which it is heard.
 */
public final class SensorsOfRulesFunction extends RichFlatMapFunction<Reading, ControlInput> {

    private static final long serialVersionUID = 1L;

    private final byte[] document;
    private final ReplayOrder order;

    private transient Set<String> sensors;

    public SensorsOfRulesFunction(ActiveRules rules, ReplayOrder order) {
        this.document = rules.document();
        this.order = order;
    }

    @Override
    public void open(OpenContext context) throws InvalidRulesException {
        sensors = SensorsOf.document(new RulesCodec().read(document));
    }

    @Override
    public void flatMap(Reading reading, Collector<ControlInput> out) {
        if (sensors.contains(reading.sensorId())) {
            SensorReports.of(reading)
                    .flatMap(order::heard)
                    .map(ControlInput::of)
                    .ifPresent(out::collect);
        }
    }
}
