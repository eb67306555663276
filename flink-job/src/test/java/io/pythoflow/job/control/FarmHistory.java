package io.pythoflow.job.control;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.CommandAck.State;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.contract.rules.Protocol;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.control.Chronicle.Order;
import io.pythoflow.job.control.FarmRules.Draft;
import io.pythoflow.job.control.ReadingTraffic.Extra;
import io.pythoflow.job.control.sense.SensorReport.Channel;
import io.pythoflow.job.control.sense.SensorReport.Doubt;
import io.pythoflow.job.control.valve.DeviceCommand;
import io.pythoflow.job.ingest.GatewayReport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Some hours on a farm where nearly everything goes wrong that can, all drawn from one number: the
 * same number gives the same history.
 */
final class FarmHistory implements ModelWorld {
    private static final long EPOCH = 1_780_272_000_000L;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long LASTS = 4 * HOUR;
    private static final int[] ANY_TICKS = {250, 1000, 1000, 2000, 5000};
    private static final int[] WHOLE_SECONDS = {1000, 2000, 5000};

    /** What is under way when the troubles end has ended by then. */
    private static final long SETTLES = 40 * MINUTE;

    private final Agenda agenda;
    private final Chronicle chronicle = new Chronicle();
    private final CommandPromises commandPromises =
            new CommandPromises(chronicle, this::reachableSince);
    private final FarmRules rules = new FarmRules();
    private final ModelField field = new ModelField();
    private final Map<String, ModelV1Device> devices = new TreeMap<>();
    private final Map<String, ModelOriginalNode> nodes = new TreeMap<>();
    private final Map<String, Double> usualFlows = new HashMap<>();
    private final Map<String, String> originalZones = new HashMap<>();
    private final Set<String> away = new HashSet<>();
    private final Map<String, Long> backSince = new HashMap<>();
    private final Random network;
    private final Random nature;
    private final Random people;
    private final Random fate;
    private final ReadingTraffic traffic;
    private final FarmPeople staff;
    private final ModelJob job;
    private double celsius = 18;
    private boolean raining;
    private boolean quiet;
    private boolean mayLoseReadings = true;

    private FarmHistory(long seed, Tampering tampering, Extra extra) {
        Random draw = new Random(seed * 0x9E3779B97F4A7C15L);
        agenda = new Agenda(EPOCH + draw.nextInt(24) * HOUR);
        network = new Random(draw.nextLong());
        nature = new Random(draw.nextLong());
        people = new Random(draw.nextLong());
        fate = new Random(draw.nextLong());
        Random copies = new Random(draw.nextLong());
        for (Draft zone : rules.drafts()) {
            usualFlows.put(zone.id, zone.litersPerMinute);
            if (zone.device.protocol() == Protocol.V1) {
                devices.computeIfAbsent(
                                zone.device.id(),
                                id ->
                                        new ModelV1Device(
                                                id,
                                                zone.device.gatewayId(),
                                                this,
                                                new Random(draw.nextLong())))
                        .valve(zone.id, zone.device.identifier());
            } else {
                nodes.put(zone.id, new ModelOriginalNode(zone.id, this));
                originalZones.put(zone.device.identifier(), zone.id);
            }
        }
        job =
                new ModelJob(
                        agenda,
                        chronicle,
                        commandPromises,
                        tampering,
                        new Random(draw.nextLong()),
                        this::deliver,
                        () -> rules.active(agenda.now()));
        traffic =
                new ReadingTraffic(
                        agenda, chronicle, network, copies, extra, away, () -> quiet, job::receive);
        staff =
                new FarmPeople(
                        agenda,
                        chronicle,
                        rules,
                        people,
                        job::rulesPublished,
                        () -> quiet,
                        () -> mayLoseReadings);
    }

    /** One history; what it broke and reached is in its chronicle. */
    static Chronicle of(long seed, Tampering tampering) {
        FarmHistory history = new FarmHistory(seed, tampering, Extra.NOTHING);
        history.run(null, ANY_TICKS);
        return history.chronicle;
    }

    /** A history that ends as soon as a promise is broken. */
    static Chronicle untilBroken(long seed, Tampering tampering, Promise promise) {
        FarmHistory history = new FarmHistory(seed, tampering, Extra.NOTHING);
        history.run(promise, ANY_TICKS);
        return history.chronicle;
    }

    /**
     * One history in which every zone is evaluated with every tick and no reading is lost to an
     * older snapshot, so that nothing but the content of readings can make a difference.
     */
    static Chronicle of(long seed, Tampering tampering, Extra extra) {
        FarmHistory history = new FarmHistory(seed, tampering, extra);
        history.mayLoseReadings = false;
        history.run(null, WHOLE_SECONDS);
        return history.chronicle;
    }

    private void run(@Nullable Promise enough, int[] tickMillis) {
        job.start();
        begin();
        Random ticks = new Random(fate.nextLong());
        long troublesEnd = agenda.now() + LASTS;
        while (agenda.now() < troublesEnd) {
            step(ticks, tickMillis);
            if (enough != null && chronicle.broken.containsKey(enough)) {
                return;
            }
        }
        calmDown();
        long end = troublesEnd + SETTLES;
        while (agenda.now() < end) {
            step(ticks, tickMillis);
        }
        // Whatever was thinned out becomes a row.
        agenda.runUntil(agenda.now() + ModelJob.DECISION_INTERVAL.toMillis() + 1000);
        job.tick();
        RecordPromises.check(chronicle, agenda.now());
    }

    private void step(Random ticks, int[] tickMillis) {
        agenda.runUntil(agenda.now() + tickMillis[ticks.nextInt(tickMillis.length)]);
        job.tick();
    }

    private void begin() {
        for (Draft zone : rules.drafts()) {
            for (String sensor : zone.sensors) {
                agenda.in(
                        fate.nextInt(60_000),
                        () -> agenda.every(MINUTE, () -> measure(zone, sensor)));
            }
        }
        agenda.every(MINUTE, this::weather);
        agenda.every(30_000, this::measureFlow);
        devices.values().forEach(device -> agenda.every(30_000, device::status));
        agenda.every(15_000, job::checkpoint);
        agenda.every(5_000, this::look);
        agenda.every(MINUTE, () -> List.of("g1", "g2").forEach(this::gatewayStatus));
        soon(people, 5, staff::edit);
        soon(nature, 25, this::changeWeather);
        soon(fate, 25, this::trouble);
        soon(fate, 20, this::kill);
    }

    /** Again and again, so many minutes apart on average, until calm. */
    private void soon(Random random, int minutes, Runnable action) {
        agenda.in(
                1000 + (long) (random.nextDouble() * 2 * minutes * MINUTE),
                () -> {
                    if (!quiet) {
                        action.run();
                        soon(random, minutes, action);
                    }
                });
    }

    private void look() {
        if (job.isUp()) {
            commandPromises.look(agenda.now());
        }
    }

    private void calmDown() {
        quiet = true;
        List.copyOf(away).forEach(this::back);
        rules.resume();
        rules.pause(null);
        for (Draft zone : rules.drafts()) {
            zone.mode = ControlMode.OFF;
            zone.manual = null;
        }
        staff.publishRules();
        if (!job.isUp()) {
            job.restart(0);
        }
    }

    // The field.

    private void measure(Draft zone, String sensor) {
        boolean original = zone.device.protocol() == Protocol.ORIGINAL;
        String gateway = original ? null : zone.device.gatewayId();
        if (original && nodes.get(zone.id).isSilent()) {
            return;
        }
        int drawn = nature.nextInt(400);
        double truth = field.moisture(zone.id, agenda.now());
        double value = truth + nature.nextGaussian() * 0.3;
        if (drawn < 3) {
            return;
        }
        Doubt doubt = Doubt.NONE;
        if (drawn < 6) {
            value = nature.nextBoolean() ? 0.5 : 55;
        } else if (drawn < 12 || isInDoubt(sensor)) {
            doubt = ReadingTraffic.DOUBTS.get(nature.nextInt(3));
            value = Math.max(1, value - 9);
            chronicle.reach("readings in doubt");
        } else if (zone.id.equals("z2") && agenda.now() / (25 * MINUTE) % 4 == 1) {
            // Its only sensor is dead for a while.
            return;
        }
        Metric metric = original ? Metric.SOIL_MOISTURE_RELATIVE : Metric.SOIL_MOISTURE;
        double read =
                zone.id.equals("z5") ? value / 0.6 : zone.id.equals("z4") ? value * 1.5 : value;
        Channel channel = original ? Channel.STATUS_TOPIC : Channel.SENSOR_TOPIC;
        traffic.send(
                sensor,
                gateway,
                channel,
                doubt,
                List.of(ReadingTraffic.of(metric, Math.max(0, read))));
        if (original && nature.nextInt(20) == 0) {
            // Somebody writes into the shared topic in the name of a sensor that has its own.
            traffic.send(
                    "s2",
                    null,
                    Channel.STATUS_TOPIC,
                    Doubt.NONE,
                    List.of(ReadingTraffic.of(Metric.SOIL_MOISTURE, 3)));
        }
    }

    /** For four of every forty minutes nothing that a sensor says is to be believed. */
    private boolean isInDoubt(String sensor) {
        return (agenda.now() / MINUTE + sensor.hashCode()) % 40 < 4;
    }

    private void weather() {
        double rainMm = raining ? 0.4 : 0;
        if (raining) {
            field.rain(rainMm, agenda.now());
        }
        traffic.send(
                FarmRules.WEATHER,
                "g3",
                Channel.SENSOR_TOPIC,
                Doubt.NONE,
                List.of(
                        ReadingTraffic.of(
                                Metric.TEMPERATURE, celsius + nature.nextGaussian() * 0.2),
                        ReadingTraffic.of(Metric.RAIN, rainMm)));
    }

    private void changeWeather() {
        switch (nature.nextInt(3)) {
            case 0 -> {
                celsius = 1;
                chronicle.reach("frosts");
                agenda.in(10 * MINUTE, () -> celsius = 18);
            }
            case 1 -> {
                raining = true;
                chronicle.reach("rains");
                agenda.in(8 * MINUTE, () -> raining = false);
            }
            default -> celsius = 15 + nature.nextInt(15);
        }
    }

    private void measureFlow() {
        double flow = field.litersPerMinute("z1", agenda.now());
        traffic.send(
                "f1",
                "g1",
                Channel.SENSOR_TOPIC,
                Doubt.NONE,
                List.of(ReadingTraffic.of(Metric.FLOW_RATE, flow)));
    }

    // Gateways and the network.

    private void gatewayStatus(String gateway) {
        if (!away.contains(gateway)) {
            toJob(gateway, 0, at -> status(gateway, GatewayStatus.State.ONLINE, at));
        }
    }

    private static GatewayReport status(String gateway, GatewayStatus.State state, long at) {
        return GatewayReport.of(
                Topics.GATEWAY_STATUS,
                new GatewayStatus(
                        gateway, at, at, state, null, null, null, null, null, null, null, null,
                        null, null, List.of()));
    }

    private void trouble() {
        String gateway = fate.nextBoolean() ? "g1" : "g2";
        long lasts = (2 + fate.nextInt(12)) * MINUTE;
        switch (fate.nextInt(4)) {
            case 0 -> {
                job.failCheckpointsFor(lasts / 2);
                chronicle.reach("spells without checkpoint");
            }
            default -> {
                if (away.add(gateway)) {
                    chronicle.reach("gateways away");
                    if (fate.nextBoolean()) {
                        // The broker sends the last will.
                        agenda.in(
                                3000,
                                () ->
                                        job.receive(
                                                at ->
                                                        status(
                                                                gateway,
                                                                GatewayStatus.State.OFFLINE,
                                                                at)));
                    }
                    agenda.in(lasts, () -> back(gateway));
                }
            }
        }
    }

    private long reachableSince(String device) {
        ModelV1Device known = devices.get(device);
        if (known == null) {
            return 0;
        }
        String gateway = known.gatewayId();
        return away.contains(gateway) ? Long.MAX_VALUE : backSince.getOrDefault(gateway, 0L);
    }

    private void back(String gateway) {
        away.remove(gateway);
        backSince.put(gateway, agenda.now());
        gatewayStatus(gateway);
        for (ModelV1Device device : devices.values()) {
            if (device.gatewayId().equals(gateway)) {
                device.status();
            }
        }
    }

    @Override
    public void toJob(String gateway, long lateMillis, LongFunction<GatewayReport> message) {
        int drawn = quiet ? 99 : network.nextInt(100);
        if (drawn < 3 && !away.contains(gateway)) {
            return;
        }
        long delay = 50L + network.nextInt(300) + lateMillis;
        if (away.contains(gateway)) {
            if (drawn < 50) {
                return;
            }
            delay += 5 * MINUTE;
        }
        agenda.in(delay, () -> job.receive(message::apply));
        if (drawn >= 90 && drawn < 95) {
            agenda.in(delay + network.nextInt(20_000), () -> job.receive(message::apply));
        }
    }

    /** On its way to the device a command may be late, lost or doubled, but not to an original. */
    private void deliver(DeviceCommand command) {
        int drawn = quiet ? 99 : network.nextInt(100);
        long delay = 50L + network.nextInt(400);
        if (command.original() != null) {
            String zone = originalZones.get(command.original().identifier());
            ModelOriginalNode node = nodes.get(zone);
            if (drawn >= 3 && node != null) {
                long millis = command.original().durationMillis();
                agenda.in(delay, () -> node.water(command.commandId(), millis));
            }
            return;
        }
        ModelV1Device device = devices.get(command.deviceId());
        Command v1 = command.command();
        if (drawn < 4 || device == null) {
            return;
        }
        long arrival = drawn < 8 ? delay + network.nextInt(15_000) : delay;
        agenda.in(arrival, () -> arrive(device, v1));
        if (drawn >= 90 && drawn < 96) {
            agenda.in(arrival + network.nextInt(20_000), () -> arrive(device, v1));
        }
    }

    private void arrive(ModelV1Device device, Command command) {
        if (!away.contains(device.gatewayId())) {
            device.receive(command);
        }
    }

    // The job.

    private void kill() {
        if (!job.isUp()) {
            return;
        }
        job.kill();
        int older = fate.nextInt(4) == 0 ? 1 + fate.nextInt(6) : 0;
        agenda.in(1000 + fate.nextInt(40_000), () -> restart(mayLoseReadings ? older : 0));
    }

    private void restart(int back) {
        if (!job.isUp()) {
            job.restart(back);
        }
    }

    // What devices see of the world.

    @Override
    public long now() {
        return agenda.now();
    }

    @Override
    public void in(long millis, Runnable action) {
        agenda.in(millis, action);
    }

    @Override
    public boolean isQuiet() {
        return quiet;
    }

    @Override
    public double usualFlow(String zoneId) {
        return usualFlows.get(zoneId);
    }

    @Override
    public void flow(String zoneId, double litersPerMinute) {
        field.flow(zoneId, litersPerMinute, agenda.now());
    }

    @Override
    public Opening opened(String zoneId, String commandId, int seconds, double litersPerMinute) {
        Order order = chronicle.everyOrder.get(commandId);
        Opening opening =
                new Opening(order, zoneId, commandId, seconds, litersPerMinute, agenda.now());
        chronicle.openings.add(opening);
        chronicle.reach("openings");
        commandPromises.opened(opening);
        flow(zoneId, litersPerMinute);
        return opening;
    }

    @Override
    public void closed(Opening opening) {
        opening.closedAt = agenda.now();
        flow(opening.zoneId, 0);
        commandPromises.closed(opening, agenda.now());
    }

    @Override
    public void refused(String commandId, State how) {
        Order order = chronicle.everyOrder.get(commandId);
        if (order != null && order.opening == null) {
            order.refused = true;
        }
    }
}
