package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.contract.rules.InvalidRulesException;
import io.pythoflow.contract.rules.RulesCodec;
import io.pythoflow.job.control.Chronicle.Heard;
import io.pythoflow.job.control.Chronicle.Mark;
import io.pythoflow.job.control.Chronicle.Order;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.gateway.GatewayEvent;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.valve.DeviceCommand;
import io.pythoflow.job.ingest.GatewayReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A controller in a job: its input comes again after a restart unless a completed checkpoint
 * contains it, its OPENs wait for their checkpoint and may be published once more after a restore,
 * everything else is published at once, and whatever no snapshot knows is forgotten.
 */
final class ModelJob {
    static final Duration GATEWAY_SILENCE = Duration.ofMinutes(5);
    static final Duration DECISION_INTERVAL = Duration.ofMinutes(5);

    private static final int KEPT_SNAPSHOTS = 8;

    private final Agenda agenda;
    private final Chronicle chronicle;
    private final Tampering tampering;
    private final Random random;
    private final Consumer<DeviceCommand> network;
    private final Supplier<ActiveRules> retained;
    private final OpeningPromises openingPromises;
    private final CommandPromises commandPromises;

    private final List<LongFunction<Object>> log = new ArrayList<>();
    private final List<LongFunction<Object>> waiting = new ArrayList<>();
    private final List<Snapshot> completed = new ArrayList<>();
    private List<DeviceCommand> uncommitted = new ArrayList<>();
    private final List<String> prepared = new ArrayList<>();
    private int acknowledged;
    private int life;
    private long checkpointsFailUntil = Long.MIN_VALUE;
    private @Nullable Controller controller;
    private @Nullable Decision lastOpening;

    /** What a checkpoint holds. */
    private record Snapshot(
            byte[] state,
            List<DeviceCommand> openings,
            List<String> prepared,
            int heard,
            Mark mark) {}

    ModelJob(
            Agenda agenda,
            Chronicle chronicle,
            CommandPromises commandPromises,
            Tampering tampering,
            Random random,
            Consumer<DeviceCommand> network,
            Supplier<ActiveRules> retained) {
        this.agenda = agenda;
        this.chronicle = chronicle;
        this.commandPromises = commandPromises;
        this.tampering = tampering;
        this.random = random;
        this.network = network;
        this.retained = retained;
        openingPromises = new OpeningPromises(chronicle, GATEWAY_SILENCE.toMillis());
    }

    /** Starts for the first time. */
    void start() {
        start(null);
    }

    boolean isUp() {
        return controller != null;
    }

    void tick() {
        if (controller != null) {
            controller.tick(agenda.now());
        }
    }

    /** A message comes through the shared slots. */
    void receive(LongFunction<Object> message) {
        if (controller == null) {
            waiting.add(message);
        } else {
            log.add(message);
            hear(message);
        }
    }

    private void hear(LongFunction<Object> message) {
        Object what = message.apply(agenda.now());
        chronicle.heard.add(new Heard(agenda.now(), what));
        if (what instanceof SensorReport report) {
            controller.hear(tampering.reading(report), agenda.now());
        } else {
            controller.hear((GatewayReport) what, agenda.now());
        }
    }

    /** The rules topic has news, or was subscribed again. */
    void rulesPublished() {
        if (controller == null) {
            return;
        }
        ActiveRules rules = retained.get();
        try {
            chronicle.heard.add(new Heard(agenda.now(), new RulesCodec().read(rules.document())));
        } catch (InvalidRulesException e) {
            throw new IllegalStateException(e);
        }
        controller.obey(tampering.rules(rules), agenda.now());
        commandPromises.stop(chronicle.rules(), agenda.now());
    }

    void failCheckpointsFor(long millis) {
        checkpointsFailUntil = agenda.now() + millis;
    }

    void checkpoint() {
        if (controller == null) {
            return;
        }
        Snapshot snapshot =
                new Snapshot(
                        bytes(),
                        List.copyOf(uncommitted),
                        List.copyOf(prepared),
                        log.size(),
                        chronicle.mark());
        int sameLife = life;
        agenda.in(
                200 + random.nextInt(2500),
                () -> {
                    if (life != sameLife || controller == null) {
                        return;
                    }
                    if (agenda.now() < checkpointsFailUntil || random.nextInt(12) == 0) {
                        chronicle.reach("checkpoints failed");
                    } else {
                        complete(snapshot);
                    }
                });
    }

    private byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            controller.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void complete(Snapshot snapshot) {
        completed.add(snapshot);
        if (completed.size() > KEPT_SNAPSHOTS) {
            completed.remove(0);
        }
        acknowledged = snapshot.heard;
        uncommitted = new ArrayList<>(uncommitted);
        uncommitted.removeAll(snapshot.openings);
        prepared.removeAll(snapshot.prepared);
        int sameLife = life;
        // Sink and controller learn of it separately, in either order, or one of them not at all.
        agenda.in(random.nextInt(400), () -> publish(snapshot.openings, sameLife));
        agenda.in(
                random.nextInt(400),
                () -> {
                    if (life == sameLife && controller != null) {
                        for (DeviceCommand opening : snapshot.openings) {
                            controller.committed(opening.commandId(), agenda.now());
                        }
                        for (String id : snapshot.prepared) {
                            controller.committed(id, agenda.now());
                        }
                    }
                });
    }

    private void publish(List<DeviceCommand> openings, int sameLife) {
        if (life != sameLife || controller == null) {
            return;
        }
        for (DeviceCommand opening : openings) {
            if (agenda.now() < opening.expiresAt()) {
                send(opening);
            }
        }
    }

    private void send(DeviceCommand command) {
        commandPromises.sent(command, agenda.now());
        network.accept(command);
    }

    void kill() {
        controller = null;
        life++;
        chronicle.upSince = null;
        chronicle.reach("kills");
    }

    /**
     * Starts again, from the newest snapshot or an older one.
     *
     * @param back how many newer snapshots are passed over
     */
    void restart(int back) {
        life++;
        int index = Math.max(-1, completed.size() - 1 - back);
        Snapshot snapshot = index < 0 ? null : completed.get(index);
        while (completed.size() > index + 1) {
            completed.remove(completed.size() - 1);
        }
        if (back > 0) {
            chronicle.reach("restarts from an older snapshot");
        }
        start(snapshot);
    }

    private void start(@Nullable Snapshot snapshot) {
        controller =
                new Controller(
                        ControlSettings.live(
                                ControlMode.ACT,
                                DECISION_INTERVAL,
                                GATEWAY_SILENCE,
                                tampering.timings()),
                        new Raw(tampering.output(new Recorder())),
                        situation -> {
                            chronicle.evaluations++;
                            return tampering.judge(situation);
                        });
        chronicle.upSince = agenda.now();
        prepared.clear();
        List<LongFunction<Object>> again =
                new ArrayList<>(log.subList(Math.min(acknowledged, log.size()), log.size()));
        again.addAll(waiting);
        waiting.clear();
        log.subList(Math.min(acknowledged, log.size()), log.size()).clear();
        if (snapshot == null) {
            uncommitted = new ArrayList<>();
            chronicle.takeBack(new Mark(0, 0, 0, 0, 0));
        } else {
            restore(snapshot);
        }
        rulesPublished();
        again.forEach(this::receive);
    }

    private void restore(Snapshot snapshot) {
        chronicle.reach("restarts");
        chronicle.takeBack(snapshot.mark);
        chronicle.restoredAt = agenda.now();
        uncommitted = new ArrayList<>();
        try {
            if (tampering.readsState()) {
                controller.read(new DataInputStream(new ByteArrayInputStream(snapshot.state)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int sameLife = life;
        agenda.in(random.nextInt(300), () -> publish(snapshot.openings, sameLife));
        if (tampering.readsState() && tampering.tellsOfRestore()) {
            controller.restored(agenda.now());
        }
    }

    /** The last row that ordered an opening is noted before anybody tampers with it. */
    private final class Raw implements ControlOutput {
        private final ControlOutput next;

        Raw(ControlOutput next) {
            this.next = next;
        }

        @Override
        public void decided(Decision row) {
            if (row.kind().equals(Decision.EVALUATION) && row.action().equals("OPEN")) {
                lastOpening = row;
            }
            next.decided(row);
        }

        @Override
        public void event(GatewayEvent row) {
            next.event(row);
        }

        @Override
        public void alert(Alert alert) {
            next.alert(alert);
        }

        @Override
        public void open(DeviceCommand command) {
            next.open(command);
        }

        @Override
        public void prepare(DeviceCommand command) {
            next.prepare(command);
        }

        @Override
        public void publish(DeviceCommand command) {
            next.publish(command);
        }
    }

    private final class Recorder implements ControlOutput {

        @Override
        public void decided(Decision row) {
            chronicle.rows.add(row);
            chronicle.reach(row.kind() + " " + row.reason());
            if (row.outcome() != null) {
                chronicle.reach("outcome " + row.outcome().result());
                commandPromises.ended(row);
            }
        }

        @Override
        public void event(GatewayEvent row) {
            chronicle.event(row);
        }

        @Override
        public void alert(Alert alert) {
            chronicle.alerts.add(alert);
            chronicle.reach("alert " + alert.code() + " " + alert.state());
        }

        @Override
        public void open(DeviceCommand command) {
            order(command);
            uncommitted.add(command);
        }

        @Override
        public void prepare(DeviceCommand command) {
            order(command);
            prepared.add(command.commandId());
        }

        private void order(DeviceCommand command) {
            long now = agenda.now();
            Order order =
                    new Order(
                            command,
                            chronicle.rules().zones().get(lastOpening.zoneId()),
                            lastOpening,
                            now);
            chronicle.orders.add(order);
            chronicle.everyOrder.put(command.commandId(), order);
            chronicle.reach("orders");
            openingPromises.check(order, now);
            commandPromises.said(command, now);
        }

        @Override
        public void publish(DeviceCommand command) {
            Command v1 = command.command();
            chronicle.reach("published " + (v1 == null ? "original" : v1.action()));
            commandPromises.said(command, agenda.now());
            send(command);
        }
    }
}
