package io.pythoflow.contract.rules;

import io.pythoflow.contract.payload.SystemUpdate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The order of the rules: which system update applies after which, and what comes of it. Two that
 * are fed the same updates hold the same document.
 *
 * <ul>
 *   <li>A whole document applies if its version is at least the one in force, and replaces it.
 *   <li>A part applies if its version is the next one. Across a gap it waits for the whole, since
 *       it was made for a document that is not here.
 *   <li>The result is validated whole; if anything is wrong with it, nothing changes.
 *   <li>An emergency stop does not wait: not for a gap, not for what else is wrong with its update,
 *       not for rules to arrive. The document in force then says {@code emergency_stop}, under its
 *       own version, and goes on saying so until a document above the version of the stop arrives:
 *       one that its author made knowing of the stop, or wrote after it. A stop whose version is
 *       not above the one in force lost a race, and is obeyed as well; the same update again is
 *       not.
 * </ul>
 *
 * Pure and not thread-safe: one thread feeds it.
 */
public final class RuleSequence {

    /** Stops that were obeyed are remembered so far back, to tell a redelivery from another. */
    private static final int REMEMBERED_STOPS = 64;

    private final RulesCodec codec = new RulesCodec();
    private final Set<String> obeyedStops = new LinkedHashSet<>();
    private State state;

    /**
     * What has to survive a restart.
     *
     * @param version of the document in force; 0 where none came from the topic, be it because
     *     there is none, or because it is the first one of a file
     * @param document in force, JSON; null for none
     * @param stoppedThrough documents up to this version do not lift the emergency stop; 0 for none
     */
    public record State(long version, @Nullable String document, long stoppedThrough) {

        /** Before the first rule. */
        public static final State NONE = new State(0, null, 0);

        public State {
            if (version < 0 || (version > 0 && document == null)) {
                throw new IllegalArgumentException(
                        "Rules have version " + version + " and document " + document);
            }
        }
    }

    /** What an update came to. */
    public enum Outcome {
        /** A part was merged into the document. */
        APPLIED,
        /** A whole document is in force. */
        REPLACED,
        /** Nothing new: older than what is in force, or the same. */
        IGNORED,
        /** A part for a document that is not here; the whole has to come. */
        GAP,
        /** Wrong; nothing changes. */
        REJECTED,
        /** Nothing of it applies but its emergency stop, and that at once. */
        EMERGENCY;

        /** Whether there is another document in force than before. */
        public boolean changes() {
            return this == APPLIED || this == REPLACED || this == EMERGENCY;
        }
    }

    /**
     * What an update led to.
     *
     * @param outcome what it came to
     * @param state from now on
     * @param reasons for people: why it does not apply, or not in full; empty where it does
     */
    public record Step(Outcome outcome, State state, List<String> reasons) {
        public Step {
            reasons = List.copyOf(reasons);
        }
    }

    /** Goes on from a state. */
    public RuleSequence(State state) {
        this.state = state;
    }

    /** What is in force. */
    public State state() {
        return state;
    }

    /** Takes the next update from the topic. */
    public Step apply(SystemUpdate update) {
        try {
            return RulesMerge.isWhole(update) ? applyWhole(update) : applyPart(update);
        } catch (InvalidRulesException e) {
            return RulesMerge.ordersStop(update)
                    ? stop(update, e.problems())
                    : step(Outcome.REJECTED, e.problems());
        }
    }

    private Step applyWhole(SystemUpdate update) throws InvalidRulesException {
        if (update.version() < state.version()) {
            return step(Outcome.IGNORED, older(update));
        }
        requireNow(update);
        RulesDocument read = codec.read(update.payload());
        boolean held = update.version() <= state.stoppedThrough();
        String document =
                held ? RulesMerge.merge(update.payload(), RulesMerge.STOP) : update.payload();
        if (update.version() == state.version() && isInForce(held ? stopped(read) : read)) {
            return step(Outcome.IGNORED, List.of());
        }
        return move(
                Outcome.REPLACED, update.version(), document, held ? state.stoppedThrough() : 0);
    }

    private Step applyPart(SystemUpdate update) throws InvalidRulesException {
        long version = update.version();
        if (version <= state.version()) {
            return isAnotherStop(update)
                    ? stop(update, List.of(lostRace(update)))
                    : step(Outcome.IGNORED, older(update));
        }
        if (state.version() == 0 || version > state.version() + 1) {
            List<String> gap = List.of(gap(update));
            return RulesMerge.ordersStop(update) ? stop(update, gap) : step(Outcome.GAP, gap);
        }
        requireNow(update);
        String merged = RulesMerge.merge(String.valueOf(state.document()), update);
        codec.read(merged);
        if (RulesMerge.ordersStop(update)) {
            remember(update);
        }
        if (version <= state.stoppedThrough()) {
            return move(
                    Outcome.APPLIED,
                    version,
                    RulesMerge.merge(merged, RulesMerge.STOP),
                    state.stoppedThrough());
        }
        // The whole that follows a part which does not speak of the stop was made without knowing
        // of it, too.
        boolean unaware = state.stoppedThrough() > 0 && !RulesMerge.speaksOfStop(update);
        return move(Outcome.APPLIED, version, merged, unaware ? version : 0);
    }

    private boolean isAnotherStop(SystemUpdate update) {
        String document = state.document();
        return RulesMerge.ordersStop(update)
                && document != null
                && !RulesMerge.isStopped(document)
                && !obeyedStops.contains(update.updateId());
    }

    private Step stop(SystemUpdate update, List<String> reasons) {
        remember(update);
        String document = state.document();
        String stopped;
        try {
            stopped =
                    document == null
                            ? RulesMerge.STOP_ALONE
                            : RulesMerge.merge(document, RulesMerge.STOP);
        } catch (InvalidRulesException e) {
            throw new IllegalStateException("The document in force cannot be read", e);
        }
        long through =
                Math.max(state.stoppedThrough(), Math.max(state.version(), update.version()));
        state = new State(state.version(), stopped, through);
        return new Step(Outcome.EMERGENCY, state, reasons);
    }

    private void remember(SystemUpdate stop) {
        obeyedStops.add(stop.updateId());
        if (obeyedStops.size() > REMEMBERED_STOPS) {
            obeyedStops.remove(obeyedStops.iterator().next());
        }
    }

    private boolean isInForce(RulesDocument read) {
        String document = state.document();
        try {
            return document != null && codec.read(document).equals(read);
        } catch (InvalidRulesException e) {
            // It came from a state that an older codec wrote, and is not what was read just now.
            return false;
        }
    }

    private static RulesDocument stopped(RulesDocument document) {
        return new RulesDocument(
                true,
                document.pause(),
                document.weatherSensors(),
                document.pumpGroups(),
                document.zones());
    }

    private static void requireNow(SystemUpdate update) throws InvalidRulesException {
        if (update.effectiveAt() > update.issuedAt()) {
            throw new InvalidRulesException(
                    List.of(
                            "effective_ts is %d, later than issued_ts, %d; publish the update when"
                                            .formatted(update.effectiveAt(), update.issuedAt())
                                    + " it is to hold"));
        }
    }

    private Step move(Outcome outcome, long version, String document, long stoppedThrough) {
        state = new State(version, document, stoppedThrough);
        return new Step(outcome, state, List.of());
    }

    private Step step(Outcome outcome, List<String> reasons) {
        return new Step(outcome, state, reasons);
    }

    private List<String> older(SystemUpdate update) {
        return List.of(
                "version is %d, not above %d, which is in force"
                        .formatted(update.version(), state.version()));
    }

    private String lostRace(SystemUpdate update) {
        return "version is %d though %d is in force: another update came first; only the stop is"
                        .formatted(update.version(), state.version())
                + " obeyed";
    }

    private String gap(SystemUpdate update) {
        return state.version() == 0
                ? "version is %d and there are no rules yet; the whole document has to come"
                        .formatted(update.version())
                : "version is %d after %d; the whole document has to come"
                        .formatted(update.version(), state.version());
    }
}
