package io.pythoflow.job.control.valve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What must hold whatever happens, over random histories of losses, delays, copies, reboots,
 * crashes and older states:
 *
 * <ul>
 *   <li>never two OPENs that a device could obey at the same time;
 *   <li>an OPEN is repeated unchanged, never after it expired, and never by a restart;
 *   <li>no id is used for two commands;
 *   <li>every run ends in the record exactly once;
 *   <li>a valve that is known to be open longer than ordered is told to close, again and again;
 *   <li>the budget counts at least what was watered;
 *   <li>alerts are raised once and cleared once;
 *   <li>in the end, no valve is believed to be open.
 * </ul>
 */
class ValveHistoriesTest {
    private static final int HISTORIES = 50;

    @Test
    void whateverHappensTheValveIsOpenOnceAndNotForLong() {
        Map<String, Integer> reached = new TreeMap<>();
        for (long seed = 1; seed <= HISTORIES; seed++) {
            new ValveHistory(seed, reached).run();
        }

        assertThat(reached)
                .as("what the histories reached")
                .containsKeys(
                        "completed",
                        "rejected",
                        "expired",
                        "aborted",
                        "timed_out",
                        "unknown",
                        "locked out",
                        "crashes",
                        "older states",
                        "repeated",
                        "closes",
                        "unexpected_opening",
                        "run_past_maximum",
                        "unknown_outcome",
                        "command_rejected");
    }
}
