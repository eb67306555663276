package io.pythoflow.job.control;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.CommandAck.State;
import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.contract.rules.Demand;
import io.pythoflow.contract.rules.Device;
import io.pythoflow.contract.rules.Frost;
import io.pythoflow.contract.rules.Limits;
import io.pythoflow.contract.rules.Protocol;
import io.pythoflow.contract.rules.Rain;
import io.pythoflow.contract.rules.RulesCodec;
import io.pythoflow.contract.rules.RulesDocument;
import io.pythoflow.contract.rules.Sensing;
import io.pythoflow.contract.rules.TimeWindow;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.contract.rules.Zone.Site;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.decision.Gates;
import io.pythoflow.job.control.decision.Gates.Verdict;
import io.pythoflow.job.control.decision.Situation;
import io.pythoflow.job.control.gateway.GatewayEvent;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.season.Plot;
import io.pythoflow.job.control.season.Probe;
import io.pythoflow.job.control.season.Restraint;
import io.pythoflow.job.control.season.SeasonWeather;
import io.pythoflow.job.control.season.SeasonWeather.Sky;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.testing.Reports;
import io.pythoflow.job.control.valve.DeviceCommand;
import io.pythoflow.job.control.valve.ValveTimings;
import io.pythoflow.job.ingest.GatewayReport;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A farm that the controller runs through a season: probes and a weather station report every ten
 * minutes, a checkpoint takes ten seconds, and devices obey.
 */
final class SeasonFarm implements ControlOutput {
    static final Rain RAIN = new Rain(4, 12 * 3600, 30 * 60);
    static final Frost FROST = new Frost(4.0, 3600);

    private static final long TICK_MILLIS = 10_000;
    private static final String GATEWAY = "irrigation-gateway-001";
    private static final String STATION = "station";

    /** How long after its end a run is still looked at closely. */
    private static final long SETTLING_MILLIS = 120_000;

    private final SeasonWeather weather;
    private final Map<String, Valve> valves = new LinkedHashMap<>();
    private final Controller controller;
    private final List<Opening> openings = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final Random random;
    private double uncaughtMm;
    private double forbiddenSeconds;
    private long now;

    /**
     * An OPEN as it was decided.
     *
     * @param forbidden why undeniable rain or frost forbids it; empty where they do not
     */
    record Opening(String zoneId, long at, int seconds, String forbidden) {}

    /** One device, with one valve. */
    private static final class Valve {
        final Plot plot;
        @Nullable Command ordered;
        @Nullable Command running;
        long deliveredAt;
        long openedAt;
        long closedAt = Long.MIN_VALUE / 2;

        Valve(Plot plot) {
            this.plot = plot;
        }
    }

    SeasonFarm(SeasonWeather weather, List<Plot> plots, Demand.By by, long seed) {
        this(weather, plots, by, seed, List.of(), Gates::pass);
    }

    /** With hours of watering, and gates of its own. */
    SeasonFarm(
            SeasonWeather weather,
            List<Plot> plots,
            Demand.By by,
            long seed,
            List<TimeWindow> allowed,
            Function<Situation, Verdict> gates) {
        this.weather = weather;
        this.random = new Random(seed);
        controller =
                new Controller(
                        ControlSettings.live(
                                ControlMode.ACT,
                                Duration.ofMinutes(15),
                                Duration.ofMinutes(30),
                                ValveTimings.DEFAULTS),
                        this,
                        gates);
        now = weather.start();
        Map<String, Zone> zones = new HashMap<>();
        for (Plot plot : plots) {
            Zone zone = zone(plot, by, allowed);
            zones.put(zone.id(), zone);
            valves.put(zone.device().id(), new Valve(plot));
        }
        RulesDocument rules = new RulesDocument(false, null, List.of(STATION), Map.of(), zones);
        controller.obey(new ActiveRules(1, new RulesCodec().write(rules), now), now);
        valves.forEach(this::status);
    }

    private static Zone zone(Plot plot, Demand.By by, List<TimeWindow> allowed) {
        Plot.Setup setup = plot.setup();
        return new Zone(
                setup.id(),
                ControlMode.ACT,
                plot.probes().stream().map(Probe::id).toList(),
                List.of(),
                null,
                new Device(setup.id() + "-valve", null, Protocol.V1, GATEWAY),
                setup.crop(),
                SeasonWeather.FIRST_DAY,
                setup.ruledSoil(),
                setup.crop().rootDepthM(),
                Plot.AREA_M2,
                Plot.FLOW_LITERS_PER_MINUTE,
                Plot.EFFICIENCY,
                null,
                0,
                ZoneId.of("UTC"),
                new Site(
                        SeasonWeather.LATITUDE, SeasonWeather.LONGITUDE, SeasonWeather.ELEVATION_M),
                new Demand(by, Metric.SOIL_MOISTURE, null, null, 2, null, null, null),
                allowed,
                new Limits(60, 3600, null, 1200, 1800, 4 * 3600, 3 * 3600, null),
                new Sensing(null, null, 8 * 3600, 6, null),
                RAIN,
                FROST,
                null,
                null,
                null);
    }

    /** Lives through all the weather there is. */
    void live() {
        for (int step = 0; step < weather.steps(); step++) {
            for (long end = weather.at(step + 1); now < end; ) {
                now += TICK_MILLIS;
                valves.forEach(this::act);
                if (now == end) {
                    int past = step;
                    valves.values().forEach(valve -> measure(valve.plot, past));
                    controller.hear(station(weather.sky(step)), now);
                }
                if (now == end || isBusy()) {
                    controller.tick(now);
                }
            }
        }
    }

    List<Opening> openings() {
        return openings;
    }

    /** Open time of valves in undeniable rain or frost. */
    double forbiddenSeconds() {
        return forbiddenSeconds;
    }

    List<Alert> alerts() {
        return alerts;
    }

    private int step(long at) {
        return (int) ((at - weather.start()) / SeasonWeather.STEP_MILLIS);
    }

    private boolean isBusy() {
        for (Valve valve : valves.values()) {
            if (valve.ordered != null
                    || valve.running != null
                    || now - valve.closedAt < SETTLING_MILLIS) {
                return true;
            }
        }
        return false;
    }

    private void measure(Plot plot, int step) {
        plot.advance(step);
        Sky sky = weather.sky(step);
        for (Probe probe : plot.probes()) {
            controller.hear(
                    Reports.from(probe.id(), now)
                            .by(GATEWAY)
                            .with(Metric.SOIL_MOISTURE, probe.read(plot.soil(), sky, step))
                            .with(
                                    Metric.SOIL_TEMPERATURE,
                                    rounded(
                                            sky.soilTemperatureC() + 0.2 * random.nextGaussian(),
                                            0.1))
                            .every((int) (SeasonWeather.STEP_MILLIS / 1000))
                            .build(),
                    now);
        }
    }

    /** As a station reads it: a gauge that misses a twentieth and tips every 0.2 mm. */
    private SensorReport station(Sky sky) {
        uncaughtMm += 0.95 * sky.rainMm();
        double tippedMm = Math.floor(uncaughtMm / 0.2) * 0.2;
        uncaughtMm -= tippedMm;
        return Reports.from(STATION, now)
                .by(GATEWAY)
                .with(
                        Metric.TEMPERATURE,
                        rounded(sky.temperatureC() + 0.2 + 0.1 * random.nextGaussian(), 0.1))
                .with(
                        Metric.HUMIDITY,
                        Math.min(
                                100, rounded(sky.humidityPercent() + 2 * random.nextGaussian(), 1)))
                .with(Metric.WIND_SPEED, rounded(0.95 * sky.windMetersPerSecond(), 0.1))
                .with(Metric.SOLAR_RADIATION, rounded(1.03 * sky.solarWattsPerSquareMeter(), 1))
                .with(Metric.RAIN, tippedMm)
                .every((int) (SeasonWeather.STEP_MILLIS / 1000))
                .build();
    }

    private static double rounded(double value, double step) {
        return Math.round(value / step) * step;
    }

    /** What the device does in a tick. */
    private void act(String deviceId, Valve valve) {
        Command running = valve.running;
        if (running != null) {
            long endsAt = valve.openedAt + running.durationSeconds() * 1000L;
            double seconds = (Math.min(now, endsAt) - (now - TICK_MILLIS)) / 1000.0;
            valve.plot.flow(seconds);
            if (!Restraint.UNDENIABLE.at(weather, step(now - TICK_MILLIS)).isEmpty()) {
                forbiddenSeconds += seconds;
            }
            if (now >= endsAt) {
                shut(deviceId, valve, State.COMPLETED, endsAt);
            } else if ((now - valve.openedAt) % 60_000 == 0) {
                status(deviceId, valve);
            }
        }
        Command ordered = valve.ordered;
        if (ordered != null && now >= valve.deliveredAt) {
            controller.committed(ordered.commandId(), now);
            valve.ordered = null;
            valve.running = ordered;
            valve.openedAt = now;
            valve.plot.open();
            answer(ordered, State.ACCEPTED, null);
            answer(ordered, State.STARTED, null);
            status(deviceId, valve);
        }
    }

    private void shut(String deviceId, Valve valve, State how, long at) {
        Command command = valve.running;
        double seconds = (at - valve.openedAt) / 1000.0;
        valve.running = null;
        valve.closedAt = now;
        answer(command, how, seconds);
        status(deviceId, valve);
    }

    private void answer(Command command, State state, @Nullable Double seconds) {
        hear(
                command.deviceId(),
                new CommandAck(
                        command.commandId(),
                        command.deviceId(),
                        command.zoneId(),
                        now,
                        now,
                        state,
                        seconds,
                        seconds == null
                                ? null
                                : Double.valueOf(seconds / 60 * Plot.FLOW_LITERS_PER_MINUTE),
                        null,
                        null));
    }

    private void status(String deviceId, Valve valve) {
        boolean open = valve.running != null;
        hear(
                deviceId,
                new ValveStatus(
                        deviceId,
                        null,
                        now,
                        now,
                        open ? ValveState.OPEN : ValveState.CLOSED,
                        open ? Plot.FLOW_LITERS_PER_MINUTE : 0,
                        null,
                        open ? valve.running.commandId() : null));
    }

    private void hear(String deviceId, GatewayMessage message) {
        controller.hear(GatewayReport.of(Topics.commandAck(deviceId), message), now);
    }

    @Override
    public void open(DeviceCommand command) {
        Valve valve = valves.get(command.deviceId());
        Command open = command.command();
        openings.add(
                new Opening(
                        open.zoneId(),
                        now,
                        open.durationSeconds(),
                        Restraint.UNDENIABLE.at(weather, step(now))));
        valve.ordered = open;
        valve.deliveredAt = now + TICK_MILLIS;
    }

    @Override
    public void prepare(DeviceCommand command) {
        throw new IllegalStateException("No device of the season speaks the original protocol");
    }

    @Override
    public void publish(DeviceCommand command) {
        Valve valve = valves.get(command.deviceId());
        if (valve.running != null) {
            shut(command.deviceId(), valve, State.ABORTED, now);
        }
        valve.ordered = null;
        answer(command.command(), State.COMPLETED, null);
    }

    @Override
    public void decided(Decision row) {
        // What was decided is judged by what the valves do.
    }

    @Override
    public void event(GatewayEvent row) {
        // The season has no table of them; alerts are kept.
    }

    @Override
    public void alert(Alert alert) {
        alerts.add(alert);
    }
}
