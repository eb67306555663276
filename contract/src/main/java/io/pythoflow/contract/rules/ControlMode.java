package io.pythoflow.contract.rules;

/** How far the control loop goes; of two that apply the lesser holds. */
public enum ControlMode {
    /** Nothing is decided. */
    OFF,
    /** Everything is decided and recorded as if acting; no valve is opened. */
    ADVISE,
    /** Valves are commanded. */
    ACT;

    /** The lesser of two. */
    public ControlMode atMost(ControlMode other) {
        return compareTo(other) < 0 ? this : other;
    }
}
