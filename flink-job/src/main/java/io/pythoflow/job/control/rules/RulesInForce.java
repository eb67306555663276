package io.pythoflow.job.control.rules;

import io.pythoflow.contract.codec.ControlDecoder;
import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.codec.InvalidPayloadException;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.contract.rules.InvalidRulesException;
import io.pythoflow.contract.rules.RuleSequence;
import io.pythoflow.contract.rules.RuleSequence.State;
import io.pythoflow.contract.rules.RuleSequence.Step;
import io.pythoflow.contract.rules.RulesCodec;
import io.pythoflow.contract.rules.RulesMerge;
import io.pythoflow.job.state.NullableText;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force, what the next message makes of them, and what people are told about it. Pure;
 * times in epoch milliseconds. Task thread only.
 *
 * <p>A gap is raised with the first update that has to wait, and cleared when the rules in force
 * have reached the highest of those that wait.
 */
public final class RulesInForce {

    /** Of rules that came from a file and not from the broker. */
    public static final long INITIAL_VERSION = 0;

    /** Before the first rules. */
    public static final long NO_VERSION = -1;

    /** Bytes of reasons in one alert: a message must pass every broker. */
    private static final int MAX_REASONS_LENGTH = 32 * 1024;

    private static final int FORMAT_1 = 1;

    private static final long NO_GAP = 0;

    private final ControlDecoder decoder = new ControlDecoder(DecodeLimits.defaults());

    private RuleSequence sequence;
    private long appliedAt;

    /** Version of the first update that waits for the whole document. */
    private long gapRaisedAt;

    /** Version of the last one. */
    private long awaited;

    private RulesInForce(State state, long appliedAt, long gapRaisedAt, long awaited) {
        this.sequence = new RuleSequence(state);
        this.appliedAt = appliedAt;
        this.gapRaisedAt = gapRaisedAt;
        this.awaited = awaited;
    }

    /** What a message came to. */
    public enum Kind {
        APPLIED,
        REJECTED,
        /** An update waits for the whole document, as none did before. */
        GAP,
        UNCHANGED
    }

    /**
     * What follows from a message.
     *
     * @param changed what is in force from now on; null where nothing changed
     * @param alerts for people
     */
    public record Outcome(Kind kind, @Nullable ActiveRules changed, List<Alert> alerts) {
        public Outcome {
            alerts = List.copyOf(alerts);
        }
    }

    public static RulesInForce none() {
        return new RulesInForce(State.NONE, 0, NO_GAP, NO_GAP);
    }

    /** Of the document in force; {@link #NO_VERSION} where there is none. */
    public long version() {
        return sequence.state().document() == null ? NO_VERSION : sequence.state().version();
    }

    /** Null before the first rules. */
    public @Nullable ActiveRules active() {
        String document = sequence.state().document();
        return document == null
                ? null
                : new ActiveRules(
                        sequence.state().version(),
                        document.getBytes(StandardCharsets.UTF_8),
                        appliedAt);
    }

    /**
     * Puts a document in force that did not come from the broker. An emergency stop that did come
     * from there stays.
     *
     * @throws InvalidRulesException with every problem
     * @throws IllegalStateException if the broker's rules are in force already
     */
    public void beginWith(byte[] document, long now) throws InvalidRulesException {
        State state = sequence.state();
        if (state.version() > INITIAL_VERSION) {
            throw new IllegalStateException(
                    "Cannot begin with other rules when version "
                            + state.version()
                            + " is in force");
        }
        new RulesCodec().read(document);
        String text = new String(document, StandardCharsets.UTF_8);
        boolean stopped = state.stoppedThrough() > 0;
        sequence =
                new RuleSequence(
                        new State(
                                INITIAL_VERSION,
                                stopped ? RulesMerge.merge(text, RulesMerge.STOP) : text,
                                state.stoppedThrough()));
        appliedAt = now;
    }

    /** Takes a message that may be an order. */
    public Outcome receive(SystemMessage message, long now) {
        if (message.payload().length == 0) {
            return refused(
                    Kind.UNCHANGED,
                    alert(
                            rejectionId(message),
                            Alert.Code.RULES_REJECTED,
                            Severity.WARN,
                            "The retained system document was removed; "
                                    + inForce()
                                    + ". Publish the whole document again: a job that starts"
                                    + " afresh finds no rules",
                            null,
                            now));
        }
        SystemUpdate update;
        try {
            update = decoder.systemUpdate(message.payload());
        } catch (InvalidPayloadException e) {
            return refused(
                    Kind.REJECTED,
                    alert(
                            rejectionId(message),
                            Alert.Code.RULES_REJECTED,
                            Severity.ERROR,
                            "A system update cannot be read; "
                                    + inForce()
                                    + ": "
                                    + withReasons(List.of(String.valueOf(e.getMessage()))),
                            null,
                            now));
        }
        Step step = sequence.apply(update);
        return switch (step.outcome()) {
            case APPLIED, REPLACED -> changed(clearedGap(now), now);
            case EMERGENCY -> changed(restOf(message, update, step, now), now);
            case GAP -> gap(update, step.reasons(), now);
            case REJECTED -> refused(Kind.REJECTED, rejection(message, update, step, now));
            case IGNORED -> new Outcome(Kind.UNCHANGED, null, List.of());
        };
    }

    private Outcome changed(List<Alert> alerts, long now) {
        appliedAt = now;
        return new Outcome(Kind.APPLIED, active(), alerts);
    }

    private static Outcome refused(Kind kind, Alert alert) {
        return new Outcome(kind, null, List.of(alert));
    }

    private Outcome gap(SystemUpdate update, List<String> reasons, long now) {
        List<Alert> raised = raisedGap(update, reasons, now);
        return new Outcome(raised.isEmpty() ? Kind.UNCHANGED : Kind.GAP, null, raised);
    }

    private List<Alert> raisedGap(SystemUpdate update, List<String> reasons, long now) {
        awaited = Math.max(awaited, update.version());
        if (gapRaisedAt != NO_GAP) {
            return List.of();
        }
        gapRaisedAt = update.version();
        return List.of(
                alert(
                        gapId(),
                        Alert.Code.RULES_GAP,
                        Severity.WARN,
                        "Version %d of the rules waits for the whole document; %s: %s"
                                .formatted(update.version(), inForce(), withReasons(reasons)),
                        update.version(),
                        now));
    }

    private List<Alert> clearedGap(long now) {
        if (gapRaisedAt == NO_GAP || version() < awaited) {
            return List.of();
        }
        Alert cleared =
                new Alert(
                        gapId(),
                        now,
                        Alert.Code.RULES_GAP,
                        Alert.State.CLEARED,
                        Severity.INFO,
                        "The whole document has come; " + inForce(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        version());
        gapRaisedAt = NO_GAP;
        awaited = NO_GAP;
        return List.of(cleared);
    }

    /** Why an emergency stop is all that an update came to. */
    private List<Alert> restOf(SystemMessage message, SystemUpdate update, Step step, long now) {
        long inForce = step.state().version();
        boolean ahead = inForce == INITIAL_VERSION || update.version() > inForce + 1;
        return ahead
                ? raisedGap(update, step.reasons(), now)
                : List.of(rejection(message, update, step, now));
    }

    private Alert rejection(SystemMessage message, SystemUpdate update, Step step, long now) {
        String what =
                step.outcome() == RuleSequence.Outcome.EMERGENCY
                        ? "Of version %d of the rules only the emergency stop applies; %s: %s"
                        : "Version %d of the rules is refused; %s: %s";
        return alert(
                rejectionId(message),
                Alert.Code.RULES_REJECTED,
                Severity.ERROR,
                what.formatted(update.version(), inForce(), withReasons(step.reasons())),
                update.version(),
                now);
    }

    private static Alert alert(
            String id,
            Alert.Code code,
            Severity severity,
            String message,
            @Nullable Long rulesVersion,
            long now) {
        return new Alert(
                id,
                now,
                code,
                Alert.State.RAISED,
                severity,
                message,
                null,
                null,
                null,
                null,
                null,
                rulesVersion);
    }

    private String inForce() {
        return version() == NO_VERSION
                ? "there are no rules in force"
                : "version " + version() + " is in force";
    }

    /** All of them, or as many as may travel. */
    private static String withReasons(List<String> reasons) {
        List<String> told = new ArrayList<>();
        int length = 0;
        for (String reason : reasons) {
            length += reason.length();
            if (length > MAX_REASONS_LENGTH) {
                told.add("and %,d more".formatted(reasons.size() - told.size()));
                break;
            }
            told.add(reason);
        }
        return String.join("; ", told);
    }

    /** The same however often the broker delivers the message. */
    private static String rejectionId(SystemMessage message) {
        return "rules-rejected-" + UUID.nameUUIDFromBytes(message.payload());
    }

    private String gapId() {
        return "rules-gap-" + gapRaisedAt;
    }

    /** For {@link #read}. */
    public void write(DataOutput out) throws IOException {
        State state = sequence.state();
        out.writeByte(FORMAT_1);
        out.writeLong(state.version());
        NullableText.write(state.document(), out);
        out.writeLong(state.stoppedThrough());
        out.writeLong(appliedAt);
        out.writeLong(gapRaisedAt);
        out.writeLong(awaited);
    }

    /** What {@link #write} wrote. */
    public static RulesInForce read(DataInput in) throws IOException {
        int format = in.readByte();
        if (format != FORMAT_1) {
            throw new IOException(
                    "Rules were stored in format %d and this build reads format %d: resume with the build that wrote them, or a newer one"
                            .formatted(format, FORMAT_1));
        }
        State state = new State(in.readLong(), NullableText.read(in), in.readLong());
        return new RulesInForce(state, in.readLong(), in.readLong(), in.readLong());
    }
}
