package io.pythoflow.sim.field.sensor;

import io.pythoflow.sim.field.random.Seeds;
import io.pythoflow.sim.field.soil.ZoneTruth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One sensor node in the field, with the instruments of its kind and maybe a meter or two. */
public final class FieldSensor {

    private record Fitted(Channel channel, Instrument instrument) {}

    private final String id;
    private final List<Fitted> instruments;
    private final Map<Meter, Double> pulses = new EnumMap<>(Meter.class);
    private final double timeLapse;
    private double installedSeconds = Double.NaN;
    private double lastSeconds;

    /**
     * @param seed of the field; the node's peculiarities come from it and the id
     * @param id unique over the field
     * @param kind which instruments
     * @param meters extras
     * @param timeLapse seconds of the field in a second of the meters' clock
     */
    public FieldSensor(long seed, String id, SensorKind kind, Set<Meter> meters, double timeLapse) {
        this.id = id;
        this.instruments =
                kind.channels().stream()
                        .map(channel -> new Fitted(channel, instrument(seed, id, channel)))
                        .toList();
        this.timeLapse = timeLapse;
        meters.forEach(meter -> pulses.put(meter, 0.0));
    }

    public String id() {
        return id;
    }

    /** Takes a reading: one value per instrument, in the order of its kind, then the meters. */
    public List<Measured> measure(ZoneTruth truth) {
        if (Double.isNaN(installedSeconds)) {
            installedSeconds = truth.fieldSeconds();
            lastSeconds = truth.fieldSeconds();
        }
        double ageSeconds = truth.fieldSeconds() - installedSeconds;
        List<Measured> values = new ArrayList<>();
        for (Fitted fitted : instruments) {
            double truthful = fitted.channel().truth().applyAsDouble(truth);
            values.add(
                    new Measured(
                            fitted.channel().metric(),
                            fitted.instrument()
                                    .read(truthful, truth.soilTemperatureC(), ageSeconds)));
        }
        pulses.replaceAll((meter, before) -> count(meter, before, truth, values));
        lastSeconds = truth.fieldSeconds();
        return values;
    }

    private static Instrument instrument(long seed, String id, Channel channel) {
        String name = "sensor %s %s".formatted(id, channel.metric().metricName());
        return new Instrument(channel.accuracy(), Seeds.random(seed, name));
    }

    private double count(Meter meter, double before, ZoneTruth truth, List<Measured> values) {
        // The small surplus keeps a whole number of pulses whole after floating-point sums.
        double now = Math.floor(meter.total(truth) * meter.pulsesPerUnit() + 1e-6);
        double seconds = (truth.fieldSeconds() - lastSeconds) / timeLapse;
        values.add(meter.report(now - before, seconds));
        return now;
    }
}
