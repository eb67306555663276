package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.ingest.RoutedReading;
import io.pythoflow.job.ingest.RoutedReadingSerializer;
import java.util.Set;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Marks the readings of sensors that the rules in force name, wherever they arrive, so that only of
 * these something is made for the controller and travels to it. Before the first rules none is
 * named; after a restore those of the state count.
 *
 * <p>Two inputs can only head a chain of operators. Here it is the chain of all that is done to a
 * reading, so the rules cost readings no second exchange. Time is the readings' alone: rules have
 * no watermarks, and neither hold the windows back nor end them. Flink's {@code
 * currentInputWatermark} of this operator and its task is the lesser of both, hence of no use; that
 * of Deduplicate is the readings'.
 *
 * <p>An operator and no function, since one of those would wait for the watermarks of the rules.
 * Task thread only.
 */
public final class RouteOperator extends AbstractStreamOperator<RoutedReading>
        implements TwoInputStreamOperator<Reading, ActiveRules, RoutedReading> {
    private static final long serialVersionUID = 1L;

    /** The rules in force, under {@link #IN_FORCE}. */
    private static final MapStateDescriptor<String, ActiveRules> RULES =
            new MapStateDescriptor<>("rules", Types.STRING, Types.POJO(ActiveRules.class));

    private static final String IN_FORCE = "in-force";

    /** Flink's number of the first input. */
    private static final int READINGS = 0;

    private transient BroadcastState<String, ActiveRules> state;
    private transient Set<String> sensors;

    RouteOperator() {}

    /**
     * Readings, marked where the rules name their sensor.
     *
     * @param readings what comes out lies in the same subtasks as these
     * @param rules every subtask hears all of them
     */
    public static SingleOutputStreamOperator<RoutedReading> route(
            KeyedStream<Reading, String> readings, DataStream<ActiveRules> rules) {
        // By key, yet not keyed: there is no state of a sensor here that a backend should open for.
        DataStream<Reading> bySensor =
                new DataStream<>(readings.getExecutionEnvironment(), readings.getTransformation());
        return bySensor.connect(rules.broadcast())
                .transform("Route", RoutedReadingSerializer.TYPE, new RouteOperator());
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        state = context.getOperatorStateStore().getBroadcastState(RULES);
        ActiveRules restored = state.get(IN_FORCE);
        sensors = restored == null ? Set.of() : sensorsOf(restored);
    }

    @Override
    public void processElement1(StreamRecord<Reading> element) {
        Reading reading = element.getValue();
        boolean named = sensors.contains(reading.sensorId());
        output.collect(element.replace(new RoutedReading(reading, named)));
    }

    @Override
    public void processElement2(StreamRecord<ActiveRules> element) throws Exception {
        ActiveRules rules = element.getValue();
        state.put(IN_FORCE, rules);
        sensors = sensorsOf(rules);
    }

    @Override
    public void processWatermark1(Watermark mark) throws Exception {
        processWatermark(mark);
    }

    /** The end of the rules, if any, which is not the end of readings. */
    @Override
    public void processWatermark2(Watermark mark) {}

    @Override
    protected void processWatermarkStatus(WatermarkStatus status, int input) throws Exception {
        if (input == READINGS) {
            processWatermarkStatus(status);
        }
    }

    private static Set<String> sensorsOf(ActiveRules rules) {
        return SensorsOf.document(rules.parsed());
    }
}
