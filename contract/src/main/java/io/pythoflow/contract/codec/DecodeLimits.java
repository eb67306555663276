package io.pythoflow.contract.codec;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How much one message may hold and how wrong its clock may be. Everything beyond a bound is
 * counted or rejected, never silently dropped.
 *
 * @param maxElements elements of one message's array; the rest is cut
 * @param maxMetrics metrics of one reading; a reading with more is rejected
 * @param maxIdLength characters of an id, a metric's name, a unit or a firmware version
 * @param maxDepth levels of nesting in a message
 * @param maxRejects {@link io.pythoflow.contract.payload.RejectedMessage}s made of one message; the
 *     last stands for the rest
 * @param maxAhead a time further after receipt than this is replaced by the time of receipt
 * @param clockAheadTolerance a time further after receipt than this is flagged
 * @param maxAge a reading older than this at receipt is rejected; null switches the check off
 */
public record DecodeLimits(
        int maxElements,
        int maxMetrics,
        int maxIdLength,
        int maxDepth,
        int maxRejects,
        Duration maxAhead,
        Duration clockAheadTolerance,
        @Nullable Duration maxAge)
        implements Serializable {

    private static final DecodeLimits DEFAULTS =
            new DecodeLimits(
                    1000, 64, 128, 16, 16, Duration.ofHours(2), Duration.ofMinutes(5), null);

    public DecodeLimits {
        requirePositive(maxElements, "maxElements");
        requirePositive(maxMetrics, "maxMetrics");
        requirePositive(maxIdLength, "maxIdLength");
        requirePositive(maxDepth, "maxDepth");
        requirePositive(maxRejects, "maxRejects");
        requireNotNegative(Objects.requireNonNull(maxAhead, "maxAhead"), "maxAhead");
        requireNotNegative(
                Objects.requireNonNull(clockAheadTolerance, "clockAheadTolerance"),
                "clockAheadTolerance");
        if (maxAge != null) {
            requireNotNegative(maxAge, "maxAge");
        }
    }

    /** The limits of a local run: no bound on age. */
    public static DecodeLimits defaults() {
        return DEFAULTS;
    }

    public DecodeLimits withMaxElements(int elements) {
        return new DecodeLimits(
                elements,
                maxMetrics,
                maxIdLength,
                maxDepth,
                maxRejects,
                maxAhead,
                clockAheadTolerance,
                maxAge);
    }

    public DecodeLimits withMaxMetrics(int metrics) {
        return new DecodeLimits(
                maxElements,
                metrics,
                maxIdLength,
                maxDepth,
                maxRejects,
                maxAhead,
                clockAheadTolerance,
                maxAge);
    }

    public DecodeLimits withMaxIdLength(int characters) {
        return new DecodeLimits(
                maxElements,
                maxMetrics,
                characters,
                maxDepth,
                maxRejects,
                maxAhead,
                clockAheadTolerance,
                maxAge);
    }

    public DecodeLimits withMaxDepth(int levels) {
        return new DecodeLimits(
                maxElements,
                maxMetrics,
                maxIdLength,
                levels,
                maxRejects,
                maxAhead,
                clockAheadTolerance,
                maxAge);
    }

    public DecodeLimits withMaxRejects(int rejects) {
        return new DecodeLimits(
                maxElements,
                maxMetrics,
                maxIdLength,
                maxDepth,
                rejects,
                maxAhead,
                clockAheadTolerance,
                maxAge);
    }

    public DecodeLimits withMaxAhead(Duration ahead) {
        return new DecodeLimits(
                maxElements,
                maxMetrics,
                maxIdLength,
                maxDepth,
                maxRejects,
                ahead,
                clockAheadTolerance,
                maxAge);
    }

    public DecodeLimits withClockAheadTolerance(Duration tolerance) {
        return new DecodeLimits(
                maxElements,
                maxMetrics,
                maxIdLength,
                maxDepth,
                maxRejects,
                maxAhead,
                tolerance,
                maxAge);
    }

    /** Null switches the check off. */
    public DecodeLimits withMaxAge(@Nullable Duration age) {
        return new DecodeLimits(
                maxElements,
                maxMetrics,
                maxIdLength,
                maxDepth,
                maxRejects,
                maxAhead,
                clockAheadTolerance,
                age);
    }

    private static void requirePositive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "Limit " + name + " is " + value + ", set 1 or more");
        }
    }

    private static void requireNotNegative(Duration value, String name) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(
                    "Limit " + name + " is " + value + ", set 0 or more");
        }
    }
}
