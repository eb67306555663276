package io.pythoflow.infra.deploy;

/** The retained message on {@code irrigation/system/updates}: rules, pause, emergency stop. */
interface SystemDocument {

    /** Clears it; nothing happens where none is retained. */
    void clear();
}
