package io.pythoflow.bench.suite;

/**
 * A target and what came of it.
 *
 * @param number "1" to "7"
 */
public record Target(String number, String asked, String measured, boolean holds) {}
