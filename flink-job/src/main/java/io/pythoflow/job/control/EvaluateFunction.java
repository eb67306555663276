package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.job.control.decision.Decision;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.accumulators.DoubleCounter;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Runs a {@link Replay} in batch mode, which sees to it that all input comes under one key in order
 * of hearing. The rules come first; so there is input even where no sensor was heard.
 *
 * <p>Accumulators say how far it has come, and at the end what each zone came to.
 */
public final class EvaluateFunction extends KeyedProcessFunction<Byte, ControlInput, Decision> {

    private static final long serialVersionUID = 1L;

    /** Accumulator: of the replayed time, milliseconds. */
    public static final String REPLAYED_MS = "evaluate.replayed-ms";

    /** Accumulator: rows written. */
    public static final String ROWS = "evaluate.rows";

    /** Accumulator: alerts that people would have got. */
    public static final String ALERTS = "evaluate.alerts";

    /** What the names of a zone's accumulators begin with; the zone follows. */
    public static final String EVALUATIONS_OF = "evaluate.evaluations.";

    public static final String OPENINGS_OF = "evaluate.openings.";

    public static final String LITERS_OF = "evaluate.liters.";

    /** Water that reached the roots, mm. */
    public static final String DEPTH_MM_OF = "evaluate.depth-mm.";

    /** Of the soil; a {@link SoilFigure}, a dot and the zone follow. */
    public static final String SOIL_OF = "evaluate.soil.";

    /** How long a gate kept a zone shut, milliseconds; the gate, a dot and the zone follow. */
    public static final String SHUT_MS_OF = "evaluate.shut-ms.";

    /** The end of a key: batch mode fires what is due then, whatever its time. */
    private static final long END = Long.MAX_VALUE - 1;

    private final ControlSettings settings;
    private final ReplaySpan span;
    private final ReplaySoil soil;

    private transient Replay replay;
    private transient ReplayTotals totals;
    private transient Rows rows;
    private transient LongCounter replayedMs;
    private transient long clock;

    public EvaluateFunction(ReplaySoil soil, Duration decisionInterval, ReplaySpan span) {
        this.settings = ControlSettings.evaluate(decisionInterval, soil.advice());
        this.span = span;
        this.soil = soil;
    }

    /** When an input was heard, epoch milliseconds: the order that this function needs. */
    public static long heardAt(ControlInput input) {
        return Replay.heardAt(input);
    }

    @Override
    public void open(OpenContext context) {
        totals = new ReplayTotals(span);
        rows =
                new Rows(
                        getRuntimeContext().getLongCounter(ROWS),
                        getRuntimeContext().getLongCounter(ALERTS));
        replay = new Replay(settings, span, soil, rows);
        replayedMs = getRuntimeContext().getLongCounter(REPLAYED_MS);
        clock = span.start();
    }

    @Override
    public void processElement(ControlInput input, Context context, Collector<Decision> out) {
        rows.out = out;
        replay.hear(input);
        count();
        context.timerService().registerEventTimeTimer(END);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Decision> out) {
        rows.out = out;
        replay.finish();
        count();
        totals.finish().forEach(this::count);
        replay.soilFigures().forEach(this::count);
    }

    private void count() {
        replayedMs.add(replay.clock() - clock);
        clock = replay.clock();
    }

    private void count(String zoneId, ReplayTotals.OfZone zone) {
        getRuntimeContext().getLongCounter(EVALUATIONS_OF + zoneId).add(zone.evaluations());
        getRuntimeContext().getLongCounter(OPENINGS_OF + zoneId).add(zone.openings());
        DoubleCounter liters = getRuntimeContext().getDoubleCounter(LITERS_OF + zoneId);
        liters.add(zone.liters());
        getRuntimeContext()
                .getDoubleCounter(DEPTH_MM_OF + zoneId)
                .add(replay.depthMm(zoneId, zone.liters()));
        zone.shutMillis()
                .forEach(
                        (gate, millis) ->
                                getRuntimeContext()
                                        .getLongCounter(SHUT_MS_OF + gate + "." + zoneId)
                                        .add(millis));
    }

    private void count(String zoneId, Map<SoilFigure, Double> figures) {
        figures.forEach(
                (figure, value) ->
                        getRuntimeContext()
                                .getDoubleCounter(SOIL_OF + figure + "." + zoneId)
                                .add(value));
    }

    private final class Rows implements Replay.Output {
        private final LongCounter written;
        private final LongCounter alerts;
        private Collector<Decision> out;

        Rows(LongCounter written, LongCounter alerts) {
            this.written = written;
            this.alerts = alerts;
        }

        @Override
        public void seen(Decision row) {
            totals.add(row);
        }

        @Override
        public void decided(Decision row) {
            written.add(1);
            out.collect(row);
        }

        @Override
        public void alert(Alert alert) {
            alerts.add(1);
        }
    }
}
