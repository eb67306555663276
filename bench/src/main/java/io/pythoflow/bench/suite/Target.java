package io.pythoflow.bench.suite;

/**
 * A target and what came of it.
 *
 * @param number "1" to "7"
 */
public record Target(String number, String asked, String measured, Verdict verdict) {

    /** What a run says of a target. */
    public enum Verdict {
        HELD("held"),
        MISSED("MISSED"),
        /** Most of the run was over before the virtual machine had compiled the job. */
        TOO_BRIEF("too brief to say");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        static Verdict of(boolean holds) {
            return holds ? HELD : MISSED;
        }

        /** For people. */
        String label() {
            return label;
        }
    }
}
