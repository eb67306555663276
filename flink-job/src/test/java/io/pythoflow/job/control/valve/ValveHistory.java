package io.pythoflow.job.control.valve;

import static io.pythoflow.job.control.testing.ZoneBuilder.aZone;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.Command.Action;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.CommandAck.State;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.contract.rules.Limits;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.decision.Decision;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Two hours of one valve between a job that crashes, a broker that loses, delays and doubles, and a
 * device that reboots. It checks on the way what must always hold, and fails naming seed and time.
 */
final class ValveHistory implements ValveEvents, ModelDevice.Voice {
    private static final long TICK_MILLIS = 250;
    private static final long CHECKPOINT_MILLIS = 5_000;
    private static final long ORDERING_MILLIS = 2 * 3_600_000;
    private static final long DRAINING_MILLIS = 20 * 60_000;

    /** Until nothing of the time before a long outage is on its way any more. */
    private static final long LONG_OUTAGE_MILLIS = 135_000;

    private static final Limits LIMITS = new Limits(1, 3600, null, null, 0, 0, 1_000_000, null);

    private record Delivery(long at, long number, @Nullable Command toDevice, Runnable arrival) {}

    /** What a checkpoint holds, and what of the outputs it makes final. */
    private record Snapshot(
            byte[] state,
            List<DeviceCommand> opens,
            Map<String, ValveRun> ordered,
            Map<String, String> results,
            Set<Alert.Code> raised) {}

    private final long seed;
    private final Random random;
    private final ModelDevice device;
    private final ValveTimings timings = ValveTimings.DEFAULTS;
    private final PriorityQueue<Delivery> network =
            new PriorityQueue<>(
                    Comparator.comparingLong(Delivery::at).thenComparingLong(Delivery::number));
    private final List<Snapshot> completed = new ArrayList<>();
    private final List<Runnable> sinceSnapshot = new ArrayList<>();
    private final Map<String, DeviceCommand> everOpened = new HashMap<>();
    private final Map<String, Integer> reached;

    private Zone zone = aZone().limits(LIMITS).build();
    private ValveLife life = new ValveLife(timings, ControlMode.ACT);
    private long now = ValveScene.START + ORDERING_MILLIS;
    private long messages;
    private int decisions;
    private long downUntil = -1;
    private long checkpointsFailUntil = -1;
    private boolean awaitingStatus;

    private List<DeviceCommand> uncommittedOpens = new ArrayList<>();
    private Map<String, ValveRun> ordered = new LinkedHashMap<>();
    private Map<String, String> results = new TreeMap<>();
    private Set<Alert.Code> raised = EnumSet.noneOf(Alert.Code.class);
    private final List<String> untold = new ArrayList<>();

    private @Nullable String knownOpen;
    private long knownOpenSince;
    private long lastCloseAt = -1;
    private long restartedAt;

    ValveHistory(long seed, Map<String, Integer> reached) {
        this.seed = seed;
        this.reached = reached;
        random = new Random(seed);
        device = new ModelDevice(random, this, random.nextInt(10_001) - 5_000);
        completed.add(snapshot());
    }

    void run() {
        long ordersEnd = now + ORDERING_MILLIS;
        long end = ordersEnd + DRAINING_MILLIS;
        while (now < end) {
            now += TICK_MILLIS;
            step(now < ordersEnd);
        }
        assertThat(results.keySet()).as(here("runs that ended")).isEqualTo(ordered.keySet());
        assertThat(life.holdsPump(now)).as(here("pump held in the end")).isFalse();
        double watered =
                device.secondsOpen().entrySet().stream()
                        .filter(open -> ordered.containsKey(open.getKey()))
                        .mapToDouble(Map.Entry::getValue)
                        .sum();
        assertThat(life.budget().runSecondsUsed(zone, now))
                .as(here("budget used"))
                .isGreaterThanOrEqualTo(watered - 0.5);
    }

    private void step(boolean ordering) {
        while (!network.isEmpty() && network.peek().at() <= now) {
            network.poll().arrival().run();
        }
        device.tick(now);
        if (now < downUntil) {
            return;
        }
        if (downUntil != -1) {
            restore();
        }
        life.tick(zone, now, this);
        checkClosedInTime();
        if (now % CHECKPOINT_MILLIS == 0) {
            checkpoint();
        }
        if (ordering) {
            decide();
            if (random.nextInt(6_000) == 0) {
                crash();
            }
        }
    }

    private void decide() {
        if (life.isLockedOut(zone)) {
            count("locked out");
            zone = aZone().limits(LIMITS).maintenanceResetAt(now).build();
        } else if (!life.isBusy(now) && random.nextInt(40) == 0) {
            decisions++;
            int seconds = 10 + random.nextInt(110);
            ValveRun run =
                    new ValveRun(
                            CommandIds.command("z1", decisions, now),
                            CommandIds.decision("z1", decisions, now),
                            "z1",
                            now,
                            7,
                            "d1",
                            null,
                            zone.device().protocol(),
                            seconds,
                            25.0 * seconds / 60,
                            null,
                            null,
                            "soil_dry");
            ordered.put(run.commandId(), run);
            life.order(run, zone, ControlMode.ACT, now, this);
            count("ordered");
        } else if (random.nextInt(1_500) == 0) {
            life.close("paused", zone, now, this);
        }
    }

    // The job's outputs.

    @Override
    public void open(DeviceCommand command) {
        assertThat(awaitingStatus).as(here("OPEN before the status was read")).isFalse();
        assertThat(device.isOpen()).as(here("OPEN while the valve is open")).isFalse();
        assertThat(network)
                .as(here("OPENs on their way beside a new one"))
                .noneMatch(
                        other ->
                                other.toDevice() != null
                                        && other.toDevice().action() == Action.OPEN
                                        && now < other.toDevice().expiresAt()
                                        && device.mightObey(other.toDevice()));
        assertThat(uncommittedOpens)
                .as(here("OPENs in a checkpoint beside a new one"))
                .noneMatch(other -> now < other.expiresAt());
        assertThat(everOpened).as(here("ids used before")).doesNotContainKey(command.commandId());
        everOpened.put(command.commandId(), command);
        uncommittedOpens.add(command);
    }

    @Override
    public void prepare(DeviceCommand command) {
        throw new IllegalStateException("Not of protocol original: " + command);
    }

    @Override
    public void publish(DeviceCommand published) {
        Command command = published.command();
        if (command.action() == Action.OPEN) {
            count("repeated");
            assertThat(now).as(here("repeated OPEN")).isLessThan(command.expiresAt());
            assertThat(published)
                    .as(here("repeated OPEN"))
                    .isEqualTo(everOpened.get(published.commandId()));
            assertThat(awaitingStatus).as(here("OPEN repeated after a restart")).isFalse();
        } else {
            count("closes");
            lastCloseAt = now;
        }
        toDevice(command);
    }

    @Override
    public void ended(ValveRun run, Decision.Outcome outcome) {
        assertThat(results).as(here("ended before")).doesNotContainKey(run.commandId());
        assertThat(ordered).as(here("ended unordered")).containsKey(run.commandId());
        results.put(run.commandId(), outcome.result());
        count(outcome.result());
    }

    @Override
    public void alert(Alert.Code code, Alert.State state, Severity severity, String message) {
        boolean news = state == Alert.State.RAISED ? raised.add(code) : raised.remove(code);
        assertThat(news).as(here(state + " " + code + " once")).isTrue();
        count(code.word());
    }

    // Checkpoints, crashes.

    private Snapshot snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            life.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<Alert.Code> codes = EnumSet.noneOf(Alert.Code.class);
        codes.addAll(raised);
        return new Snapshot(
                bytes.toByteArray(),
                List.copyOf(uncommittedOpens),
                new LinkedHashMap<>(ordered),
                new TreeMap<>(results),
                codes);
    }

    /** A checkpoint may fail, and others after it; its OPENs are part of the next. */
    private void checkpoint() {
        if (random.nextInt(100) == 0) {
            checkpointsFailUntil = now + random.nextInt(240_000);
        }
        if (now < checkpointsFailUntil) {
            return;
        }
        completed.add(snapshot());
        sinceSnapshot.clear();
        for (DeviceCommand open : uncommittedOpens) {
            commit(open);
            untold.add(open.commandId());
        }
        uncommittedOpens = new ArrayList<>();
        if (random.nextInt(10) > 0) {
            untold.forEach(id -> life.committed(id, now));
            untold.clear();
        }
    }

    private void commit(DeviceCommand open) {
        if (now < open.expiresAt()) {
            toDevice(open.command());
        }
    }

    private void crash() {
        count("crashes");
        boolean old = random.nextInt(4) == 0 && completed.size() > 1;
        if (old) {
            count("older states");
            for (int i = random.nextInt(Math.min(100, completed.size() - 1)); i >= 0; i--) {
                completed.remove(completed.size() - 1);
            }
            downUntil = now + LONG_OUTAGE_MILLIS + random.nextInt(120_000);
        } else {
            downUntil = now + random.nextInt(60_000);
            // What was not acknowledged by a checkpoint comes again.
            sinceSnapshot.forEach(again -> toJob(now, again));
        }
    }

    private void restore() {
        downUntil = -1;
        Snapshot from = completed.get(completed.size() - 1);
        try {
            life =
                    ValveLife.read(
                            new DataInputStream(new ByteArrayInputStream(from.state())),
                            timings,
                            ControlMode.ACT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ordered = new LinkedHashMap<>(from.ordered());
        results = new TreeMap<>(from.results());
        raised = EnumSet.noneOf(Alert.Code.class);
        raised.addAll(from.raised());
        uncommittedOpens = new ArrayList<>();
        untold.clear();
        sinceSnapshot.clear();
        knownOpen = null;
        awaitingStatus = true;
        restartedAt = now;
        life.restored(now);
        if (random.nextBoolean()) {
            from.opens().forEach(this::commit);
        }
    }

    // The broker.

    private void toDevice(Command command) {
        if (random.nextInt(10) == 0) {
            return;
        }
        for (int copies = random.nextInt(10) == 0 ? 2 : 1; copies > 0; copies--) {
            send(
                    now + delay(),
                    command,
                    () -> {
                        if (now < command.expiresAt()) {
                            device.receive(command, now);
                        }
                    });
        }
    }

    private void fromDevice(Runnable arrival) {
        if (random.nextInt(6) == 0) {
            return;
        }
        for (int copies = random.nextInt(10) == 0 ? 2 : 1; copies > 0; copies--) {
            toJob(now + delay(), arrival);
        }
    }

    private void toJob(long at, Runnable arrival) {
        send(
                at,
                null,
                () -> {
                    if (now < downUntil || downUntil != -1) {
                        // It waits for the job to be back.
                        toJob(Math.max(now, downUntil) + TICK_MILLIS, arrival);
                    } else {
                        sinceSnapshot.add(arrival);
                        arrival.run();
                    }
                });
    }

    private void send(long at, @Nullable Command toDevice, Runnable arrival) {
        network.add(new Delivery(at, messages++, toDevice, arrival));
    }

    private long delay() {
        return random.nextInt(random.nextInt(4) == 0 ? 30_000 : 500);
    }

    // The device's voice.

    @Override
    public void ack(String id, State state, @Nullable String code, @Nullable Double seconds) {
        long timestamp = device.clock(now);
        Double liters = seconds == null ? null : 25 * seconds / 60;
        fromDevice(
                () -> {
                    if (state == State.STARTED || "STARTED".equals(code)) {
                        heardOpen(id);
                    }
                    life.answered(
                            new CommandAck(
                                    id, "d1", "z1", timestamp, now, state, seconds, liters, code,
                                    null),
                            zone,
                            now,
                            this);
                });
    }

    @Override
    public void status(ValveState state, @Nullable String lastCommandId) {
        long timestamp = device.clock(now);
        fromDevice(
                () -> {
                    if (state == ValveState.OPEN && lastCommandId != null) {
                        heardOpen(lastCommandId);
                    }
                    awaitingStatus &= Math.min(timestamp, now) < restartedAt;
                    life.reported(
                            new ValveStatus(
                                    "d1", null, timestamp, now, state, null, null, lastCommandId),
                            zone,
                            now,
                            this);
                });
    }

    private void heardOpen(String id) {
        if (!id.equals(knownOpen) && ordered.containsKey(id) && !results.containsKey(id)) {
            knownOpen = id;
            knownOpenSince = now;
        }
    }

    private void checkClosedInTime() {
        if (life.busyReason(now).contains("closing")) {
            assertThat(now - Math.max(lastCloseAt, restartedAt))
                    .as(here("pause between CLOSEs"))
                    .isLessThanOrEqualTo(timings.stopRepeatLimitMillis() + TICK_MILLIS);
        }
        ValveRun open = knownOpen == null ? null : ordered.get(knownOpen);
        if (open == null) {
            return;
        }
        long durationMillis = open.durationSeconds() * 1_000L;
        long latest =
                knownOpenSince
                        + durationMillis
                        + timings.graceMillis(durationMillis)
                        + timings.answerWaitMillis()
                        + TICK_MILLIS;
        if (now > latest && !results.containsKey(open.commandId())) {
            assertThat(lastCloseAt).as(here("CLOSE of " + open)).isGreaterThan(knownOpenSince);
        }
    }

    private String here(String what) {
        return "%s, seed %d, %.2f s".formatted(what, seed, (now - ValveScene.START) / 1_000.0);
    }

    private void count(String what) {
        reached.merge(what, 1, Integer::sum);
    }
}
