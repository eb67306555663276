package io.pythoflow.job.control;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.rules.RulesDocument;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.sense.SensorReport.Channel;
import io.pythoflow.job.control.sense.SensorReport.Doubt;
import io.pythoflow.job.control.valve.FlowMeter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The soil that was measured. Water that was really given is known from the flow sensors, and
 * enters the balance of its zone; for rest and budgets only runs of the rules that are tried count.
 * A flow sensor that several zones share does not tell whose water it was, and counts for none.
 */
final class RecordedGround implements Ground {

    private final Controller controller;
    private final ReplaySpan span;
    private final Map<String, Metered> byFlowSensor = new HashMap<>();

    /** A zone with a flow sensor of its own. */
    private static final class Metered {
        final Zone zone;
        final FlowMeter meter = new FlowMeter();
        double liters;

        Metered(Zone zone) {
            this.zone = zone;
        }

        double depthMm(double volumeLiters) {
            return volumeLiters * zone.efficiency() / zone.areaM2();
        }
    }

    RecordedGround(Controller controller, RulesDocument rules, ReplaySpan span) {
        this.controller = controller;
        this.span = span;
        Set<String> shared = new HashSet<>();
        for (Zone zone : rules.zones().values()) {
            String flowSensor = zone.flowSensor();
            if (flowSensor != null && byFlowSensor.put(flowSensor, new Metered(zone)) != null) {
                shared.add(flowSensor);
            }
        }
        byFlowSensor.keySet().removeAll(shared);
    }

    @Override
    public SensorReport heard(SensorReport report, long now) {
        Metered metered = byFlowSensor.get(report.sensorId());
        Double flow = report.value(Metric.FLOW_RATE);
        if (metered != null && flow != null && isBelieved(report)) {
            water(
                    metered,
                    metered.meter.liters(flow, report.timestamp(), report.samplePeriodSeconds()),
                    now);
        }
        return report;
    }

    private static boolean isBelieved(SensorReport report) {
        return report.doubt() == Doubt.NONE && report.channel() == Channel.SENSOR_TOPIC;
    }

    private void water(Metered metered, double liters, long now) {
        if (liters <= 0) {
            return;
        }
        controller.watered(metered.zone.id(), metered.depthMm(liters), now);
        if (now >= span.from()) {
            metered.liters += liters;
        }
    }

    @Override
    public void ended(Decision outcome) {}

    @Override
    public void tick(long now) {}

    @Override
    public void finish(long now) {}

    @Override
    public Map<String, Map<SoilFigure, Double>> figures() {
        Map<String, Map<SoilFigure, Double>> figures = new TreeMap<>();
        for (Metered metered : byFlowSensor.values()) {
            figures.put(
                    metered.zone.id(),
                    Map.of(
                            SoilFigure.MEASURED_LITERS,
                            metered.liters,
                            SoilFigure.MEASURED_MM,
                            metered.depthMm(metered.liters)));
        }
        return figures;
    }
}
