package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.Command.Action;
import io.pythoflow.contract.payload.OriginalCommand;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.decision.Gate;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.sense.SensorReport.Doubt;
import io.pythoflow.job.control.valve.DeviceCommand;
import io.pythoflow.job.control.valve.ValveTimings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What could be wrong with the control loop, and which promise would be broken by it. */
enum Fault {
    FORGETS_ITS_STATE_AT_A_RESTART(Promise.ONE_OPEN_COMMAND, Forgetful::new),
    FORGETS_THE_PUMP(Promise.PUMP_CAPACITY, () -> new Loosened(Gate.PUMP_CAPACITY)),
    FORGETS_THE_SENSORS(Promise.HEALTHY_INPUT, () -> new Loosened(Gate.SENSORS)),
    ORDERS_THREE_TIMES_THE_TIME(Promise.RUN_LENGTH, () -> new Output(LongRuns::new)),
    WAITS_AN_HOUR_LONGER(Promise.PAST_MAXIMUM, Patient::new),
    FORGETS_THE_REST(Promise.REST, () -> new Loosened(Gate.MIN_REST)),
    FORGETS_FROST(Promise.FROST, () -> new Loosened(Gate.FROST)),
    FORGETS_RAIN(Promise.RAIN, () -> new Loosened(Gate.RAIN)),
    FORGETS_QUIET_HOURS(Promise.QUIET_HOURS, () -> new Loosened(Gate.QUIET_HOURS)),
    FORGETS_THE_EMERGENCY_STOP(Promise.EMERGENCY_STOP, () -> new Loosened(Gate.EMERGENCY_STOP)),
    FORGETS_PAUSES(Promise.PAUSE, () -> new Loosened(Gate.PAUSED)),
    FORGETS_THE_LOCK_OUT(Promise.LOCK_OUT, () -> new Loosened(Gate.MAINTENANCE_LOCKOUT)),
    FORGETS_WHO_IS_AWAY(Promise.OFFLINE, () -> new Loosened(Gate.GATEWAY_OFFLINE)),
    ACTS_WHERE_IT_IS_TO_ADVISE(Promise.MODE, Acting::new),
    FORGETS_THE_DAYS_TIME(Promise.RUN_BUDGET, () -> new Loosened(Gate.DAILY_RUN_CAP)),
    FORGETS_THE_DAYS_WATER(Promise.VOLUME_BUDGET, () -> new Loosened(Gate.DAILY_VOLUME_CAP)),
    LOSES_A_ROW_OF_FIFTY(Promise.AUDIT, () -> new Output(LostRows::new)),
    LOSES_ROWS_OF_OPENINGS(Promise.OPEN_ROW, () -> new Output(LostOpenings::new)),
    REPEATS_OUTCOMES(Promise.OUTCOME_ROW, () -> new Output(DoubleOutcomes::new)),
    LEAVES_ORIGINALS_TO_THE_SINK(Promise.ONE_OPENING, () -> new Output(SunkOriginals::new)),
    COUNTS_IDS_FROM_ONE(Promise.COMMAND_IDS, () -> new Output(CountedIds::new)),
    DOES_NOT_NOTICE_A_RESTORE(Promise.RESTORE, Unaware::new),
    TELLS_ORIGINALS_TWICE(Promise.ORIGINAL, () -> new Output(Twice::new)),
    BELIEVES_READINGS_IN_DOUBT(Promise.DOUBT, Credulous::new),
    STOPS_ONCE(Promise.STOP_ALL, () -> new Output(OneStop::new)),
    CLOSES_IN_THE_ORIGINALS_WORDS(Promise.CLOSE_KEYS, () -> new Output(OriginalCloses::new)),
    TAKES_RECEIPT_FOR_TIME(Promise.COPIES, ByReceipt::new);

    private final Promise promise;

    @SuppressWarnings("ImmutableEnumChecker") // Suppliers of new objects, without state.
    private final Supplier<Tampering> tampering;

    Fault(Promise promise, Supplier<Tampering> tampering) {
        this.promise = promise;
        this.tampering = tampering;
    }

    @Override
    public String toString() {
        return "%s: fails if it %s"
                .formatted(promise, name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    /** What it breaks. */
    Promise promise() {
        return promise;
    }

    Tampering tampering() {
        return tampering.get();
    }

    private static final class Output extends Tampering {
        private final UnaryOperator<ControlOutput> tamper;

        Output(UnaryOperator<ControlOutput> tamper) {
            this.tamper = tamper;
        }

        @Override
        ControlOutput output(ControlOutput next) {
            return tamper.apply(next);
        }
    }

    private static final class Forgetful extends Tampering {
        @Override
        boolean readsState() {
            return false;
        }
    }

    private static final class Unaware extends Tampering {
        @Override
        boolean tellsOfRestore() {
            return false;
        }
    }

    private static final class Patient extends Tampering {
        @Override
        ValveTimings timings() {
            return withGrace(Duration.ofHours(1));
        }
    }

    private static ValveTimings withGrace(Duration grace) {
        ValveTimings usual = ValveTimings.DEFAULTS;
        return new ValveTimings(
                usual.commandValidityMillis(),
                usual.ackTimeoutMillis(),
                usual.retryPausesMillis(),
                usual.startTimeoutMillis(),
                usual.answerWaitMillis(),
                grace.toMillis(),
                usual.graceShare(),
                usual.noFlowAfterMillis(),
                usual.flowSettlingMillis(),
                usual.closedSettlingMillis(),
                usual.closeRepeatMillis(),
                usual.closeRepeatLimitMillis(),
                usual.stopRepeatMillis(),
                usual.stopRepeatLimitMillis(),
                usual.failurePauseMillis(),
                usual.moistureWaitMillis());
    }

    private static final class Acting extends Tampering {
        @Override
        ActiveRules rules(ActiveRules rules) {
            String text = new String(rules.document(), StandardCharsets.UTF_8);
            String acting = text.replace("\"mode\":\"advise\"", "\"mode\":\"act\"");
            return new ActiveRules(
                    rules.version(), acting.getBytes(StandardCharsets.UTF_8), rules.appliedAt());
        }
    }

    private static final class Credulous extends Tampering {
        @Override
        SensorReport reading(SensorReport report) {
            return new SensorReport(
                    report.sensorId(),
                    report.gatewayId(),
                    report.timestamp(),
                    report.receivedAt(),
                    report.channel(),
                    Doubt.NONE,
                    report.samplePeriodSeconds(),
                    report.measurements());
        }
    }

    private static final class ByReceipt extends Tampering {
        @Override
        SensorReport reading(SensorReport report) {
            return new SensorReport(
                    report.sensorId(),
                    report.gatewayId(),
                    report.receivedAt(),
                    report.receivedAt(),
                    report.channel(),
                    report.doubt(),
                    report.samplePeriodSeconds(),
                    report.measurements());
        }
    }

    private static final class LongRuns extends TamperedOutput {
        LongRuns(ControlOutput next) {
            super(next);
        }

        @Override
        public void open(DeviceCommand command) {
            Integer seconds = command.command().durationSeconds();
            super.open(changed(command, command.commandId(), 3 * seconds));
        }
    }

    private static final class LostRows extends TamperedOutput {
        private int rows;

        LostRows(ControlOutput next) {
            super(next);
        }

        @Override
        public void decided(Decision row) {
            rows++;
            if (rows % 50 != 0) {
                super.decided(row);
            }
        }
    }

    private static final class LostOpenings extends TamperedOutput {
        LostOpenings(ControlOutput next) {
            super(next);
        }

        @Override
        public void decided(Decision row) {
            if (row.order() == null || row.outcome() != null) {
                super.decided(row);
            }
        }
    }

    private static final class DoubleOutcomes extends TamperedOutput {
        DoubleOutcomes(ControlOutput next) {
            super(next);
        }

        @Override
        public void decided(Decision row) {
            super.decided(row);
            if (row.outcome() != null) {
                super.decided(row);
            }
        }
    }

    private static final class SunkOriginals extends TamperedOutput {
        SunkOriginals(ControlOutput next) {
            super(next);
        }

        @Override
        public void prepare(DeviceCommand command) {
            super.open(command);
        }

        @Override
        public void publish(DeviceCommand command) {
            if (command.original() == null) {
                super.publish(command);
            }
        }
    }

    private static final class CountedIds extends TamperedOutput {
        private final Map<String, String> ids = new HashMap<>();

        CountedIds(ControlOutput next) {
            super(next);
        }

        @Override
        public void publish(DeviceCommand command) {
            Command v1 = command.command();
            if (v1 == null || v1.action() == Action.OPEN) {
                super.publish(command);
                return;
            }
            String counted =
                    ids.computeIfAbsent(
                            command.commandId(), one -> v1.action() + "-" + (ids.size() + 1));
            super.publish(changed(command, counted, v1.durationSeconds()));
        }
    }

    private static final class Twice extends TamperedOutput {
        Twice(ControlOutput next) {
            super(next);
        }

        @Override
        public void publish(DeviceCommand command) {
            super.publish(command);
            if (command.original() != null) {
                super.publish(command);
            }
        }
    }

    private static final class OneStop extends TamperedOutput {
        private final Set<String> stopped = new HashSet<>();

        OneStop(ControlOutput next) {
            super(next);
        }

        @Override
        public void publish(DeviceCommand command) {
            if (!isOf(command, Action.STOP_ALL) || stopped.add(command.deviceId())) {
                super.publish(command);
            }
        }
    }

    private static final class OriginalCloses extends TamperedOutput {
        OriginalCloses(ControlOutput next) {
            super(next);
        }

        @Override
        public void publish(DeviceCommand command) {
            super.publish(
                    isOf(command, Action.CLOSE)
                            ? DeviceCommand.of(
                                    command.deviceId(),
                                    command.commandId(),
                                    new OriginalCommand("A1", 1),
                                    command.expiresAt())
                            : command);
        }
    }
}
