package io.pythoflow.sim.field.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The catalogue. A fault strikes single messages, or begins an episode of about {@link
 * #typicalMessages()} of them.
 */
public enum Fault {
    DUPLICATES(
            1,
            "A message is delivered once more, byte for byte, up to 2 s later.",
            "22.8 % of the raw soil rows of the Waziup pilots (Senegal, 2018-2019) are extra copies;"
                    + " QoS 1 resends whatever was not acknowledged in time."),
    GAPS(
            20,
            "A sensor falls silent for about 20 of its readings; the gateway reports"
                    + " SENSOR_READ_FAIL when it begins.",
            "The Waziup soil sensors have gaps of up to 279 h. The original firmware waits 5 s for"
                    + " its nodes and sends without those that did not answer."),
    STUCK(
            40,
            "A sensor repeats one soil moisture for about 40 readings while its other values move.",
            "Waziup Sensor83 reported 196.0 for 60.7 days."),
    SPIKES(
            1,
            "One soil moisture jumps by 20 to 60 points, off the scale if need be, and comes back.",
            "The Waziup soil sensors jump by more than 20 points and reach from -105 to 196; 3.7 %"
                    + " of the rows are negative."),
    CLOCK_AHEAD(
            40,
            "The gateway's clock runs one hour ahead for about 40 messages.",
            "4,101 groups of Waziup readings have a copy dated about one hour later; others run two"
                    + " hours ahead and change to one on 2018-10-28: Central European local time"
                    + " labelled as UTC."),
    NO_CLOCK(
            10,
            "The gateway restarts (new boot id, sequence from 1) and stamps about 10 messages with"
                    + " the time since boot, in 1970, or not at all, until NTP answers. The first"
                    + " such episode is the start.",
            "An ESP without an answer from NTP sends no time (espurna issue 1433) or counts from"
                    + " 1970; the original firmware never sends one."),
    BACKLOG(
            40,
            "The gateway is cut off for about 40 messages, then sends them all at once, marked"
                    + " historical, with their original times.",
            "Waziup UNB_Sensor41: 22 rows received 10 to 14 h late in August 2018, 14 rows 2 to 4 h"
                    + " late in November."),
    OUT_OF_ORDER(
            1,
            "A message is held back for 2 to 5 intervals, so later ones overtake it.",
            "Two paths to one broker, or a resend on a new connection: MQTT orders messages only"
                    + " within one session, and the Waziup pilots ran two gateways over one area."),
    MALFORMED(
            1,
            "A payload is broken: cut off, a comma missing, NaN in place of a number, a log line"
                    + " instead, or empty.",
            "The original's README shows JSON with a missing and a trailing comma; a DHT22 that"
                    + " cannot be read yields NaN, which its firmware writes as it is; the Waziup"
                    + " files begin with blank lines.");

    private final int typicalMessages;
    private final String effect;
    private final String observation;

    Fault(int typicalMessages, String effect, String observation) {
        this.typicalMessages = typicalMessages;
        this.effect = effect;
        this.observation = observation;
    }

    /** The fault of this name, as typed on the command line. */
    public static Optional<Fault> named(String option) {
        return Arrays.stream(values()).filter(fault -> fault.option().equals(option)).findFirst();
    }

    /** As typed on the command line: {@code out-of-order}. */
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Messages per episode in the middle; 1 where messages are struck one by one. */
    int typicalMessages() {
        return typicalMessages;
    }

    /** What it does, a sentence. */
    public String effect() {
        return effect;
    }

    /** The real observation it imitates. */
    public String observation() {
        return observation;
    }
}
