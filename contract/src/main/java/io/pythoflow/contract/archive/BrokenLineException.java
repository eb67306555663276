package io.pythoflow.contract.archive;

/** A line of the raw archive cannot be read; the message says why, without its content. */
public final class BrokenLineException extends Exception {

    BrokenLineException(String message) {
        super(message);
    }
}
