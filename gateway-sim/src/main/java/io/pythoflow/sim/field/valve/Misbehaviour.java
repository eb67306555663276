package io.pythoflow.sim.field.valve;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The catalogue of what devices do wrong with commands. */
public enum Misbehaviour {
    IGNORE_COMMAND("A command is neither obeyed nor answered, as if it had never arrived."),
    LOSE_ACK(
            "A command is obeyed; none of its acknowledgements is sent. Valve status still is. The"
                    + " original firmware has none to lose or to delay."),
    LATE_ACK("A command is obeyed; each of its acknowledgements is sent 15 s late."),
    STICK_OPEN(
            "The valve does not shut when its time is over, nor when it is told to (that is rejected"
                    + " with VALVE_STUCK), but 60 s after the first of these. Its status says open."),
    STICK_CLOSED("The device says that it opened, and no water flows."),
    LEAK("After it has shut, a tenth of the flow goes on for 60 s. Its status says closed."),
    REBOOT_MID_RUN(
            "Halfway through a run the device loses power: the valve falls shut, the last will"
                    + " follows, 5 s later it is back with a new boot id and calls the run aborted."),
    BURST("A pipe behind the open valve bursts: 180 % of the usual flow."),
    CLOGGED("Filter or emitters are clogged: 30 % of the usual flow.");

    private final String effect;

    Misbehaviour(String effect) {
        this.effect = effect;
    }

    /** The one of this name, as typed on the command line. */
    public static Optional<Misbehaviour> named(String option) {
        return Arrays.stream(values()).filter(one -> one.option().equals(option)).findFirst();
    }

    /** As typed on the command line: {@code lose-ack}. */
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it does, a sentence. */
    public String effect() {
        return effect;
    }
}
