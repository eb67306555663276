package io.pythoflow.sim.field.valve;

import io.pythoflow.sim.field.random.Seeds;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Draws from the seed which commands the misbehaviours strike, and counts them. */
public final class Misbehaviours {

    /** How long a stuck valve stays stuck, and a leak leaks. */
    static final long LASTING_MILLIS = 60_000;

    static final long LATE_MILLIS = 15_000;

    private static final double BURST_SHARE = 1.8;
    private static final double CLOGGED_SHARE = 0.3;
    private static final double LEAK_SHARE = 0.1;

    private final long seed;
    private final MisbehaviourSelection selection;
    private final Map<Misbehaviour, Long> counts = new EnumMap<>(Misbehaviour.class);

    public Misbehaviours(long seed, MisbehaviourSelection selection) {
        this.seed = Seeds.of(seed, "misbehaviours");
        this.selection = selection;
    }

    /** Commands struck so far, for people: {@code leak 2, lose-ack 3}; empty if none. */
    public String summary() {
        return Arrays.stream(Misbehaviour.values())
                .filter(counts::containsKey)
                .map(one -> one.option() + " " + counts.get(one))
                .collect(Collectors.joining(", "));
    }

    /** The dice of one device. */
    Dice of(String deviceId) {
        return new Dice(deviceId);
    }

    /** What flows through an open valve. */
    static double openFlow(Set<Misbehaviour> struck, double usualLitersPerMinute) {
        if (struck.contains(Misbehaviour.STICK_CLOSED)) {
            return 0;
        }
        double share = struck.contains(Misbehaviour.BURST) ? BURST_SHARE : 1;
        return usualLitersPerMinute
                * (struck.contains(Misbehaviour.CLOGGED) ? share * CLOGGED_SHARE : share);
    }

    /** What flows through a valve that has just shut. */
    static double shutFlow(Set<Misbehaviour> struck, double usualLitersPerMinute) {
        return struck.contains(Misbehaviour.LEAK) ? usualLitersPerMinute * LEAK_SHARE : 0;
    }

    /** One device's; every misbehaviour draws from a stream of its own. */
    final class Dice {

        private final Map<Misbehaviour, Random> streams = new EnumMap<>(Misbehaviour.class);

        private Dice(String deviceId) {
            for (Misbehaviour misbehaviour : Misbehaviour.values()) {
                if (selection.concerns(misbehaviour, deviceId)) {
                    streams.put(
                            misbehaviour, Seeds.random(seed, misbehaviour.name() + " " + deviceId));
                }
            }
        }

        /** Whether a misbehaviour strikes the command at hand. */
        boolean strikes(Misbehaviour misbehaviour) {
            Random stream = streams.get(misbehaviour);
            if (stream == null || stream.nextDouble() >= selection.share()) {
                return false;
            }
            counts.merge(misbehaviour, 1L, Long::sum);
            return true;
        }

        /** What strikes a run that begins. */
        Set<Misbehaviour> strikeRun() {
            Set<Misbehaviour> struck = EnumSet.noneOf(Misbehaviour.class);
            for (Misbehaviour misbehaviour :
                    EnumSet.range(Misbehaviour.STICK_OPEN, Misbehaviour.CLOGGED)) {
                if (strikes(misbehaviour)) {
                    struck.add(misbehaviour);
                }
            }
            return struck;
        }
    }
}
