package io.pythoflow.job.control;

import io.pythoflow.contract.rules.InvalidRulesException;
import io.pythoflow.contract.rules.RulesCodec;
import io.pythoflow.contract.rules.RulesDocument;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.sense.SensorReport;
import java.util.Set;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the readings of sensors that the rules name, wherever they arrive, so that only these travel
 * to the controller. Before the first rules there is none.
 */
public final class RouteFunction
        extends BroadcastProcessFunction<SensorReport, ActiveRules, ControlInput> {

    /** The rules in force, under {@link #IN_FORCE}; the same for both ends of the broadcast. */
    public static final MapStateDescriptor<String, ActiveRules> RULES =
            new MapStateDescriptor<>("rules", Types.STRING, Types.POJO(ActiveRules.class));

    private static final String IN_FORCE = "in-force";

    private transient @Nullable RulesCodec codec;
    private transient @Nullable Set<String> sensors;

    @Override
    public void processElement(
            SensorReport report, ReadOnlyContext context, Collector<ControlInput> out)
            throws Exception {
        if (sensors == null) {
            sensors = restored(context.getBroadcastState(RULES));
        }
        if (sensors.contains(report.sensorId())) {
            out.collect(ControlInput.of(report));
        }
    }

    @Override
    public void processBroadcastElement(
            ActiveRules rules, Context context, Collector<ControlInput> out) throws Exception {
        context.getBroadcastState(RULES).put(IN_FORCE, rules);
        sensors = sensors(rules);
    }

    private Set<String> restored(ReadOnlyBroadcastState<String, ActiveRules> state)
            throws Exception {
        ActiveRules rules = state.get(IN_FORCE);
        return rules == null ? Set.of() : sensors(rules);
    }

    private Set<String> sensors(ActiveRules rules) throws InvalidRulesException {
        if (codec == null) {
            codec = new RulesCodec();
        }
        RulesDocument document = codec.read(rules.document());
        return SensorsOf.document(document);
    }
}
