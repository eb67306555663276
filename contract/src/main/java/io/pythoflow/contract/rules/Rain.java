package io.pythoflow.contract.rules;

/**
 * When rain keeps the valve shut.
 *
 * @param skipMm so much within {@code withinSeconds} is enough
 * @param withinSeconds how long rain counts
 * @param rainingSeconds it rains as long as the last reading with rain is younger than this
 */
public record Rain(double skipMm, int withinSeconds, int rainingSeconds) {}
