package io.pythoflow.bench.source;

/**
 * Which of the numbers from 0 on have arrived. All memory is taken at once, so that it does not
 * look like growth of what is measured. One thread writes; others may read a little late.
 */
final class Arrivals {
    private final long[] seen;
    private final long expected;
    private volatile long distinct;
    private volatile long copies;

    /**
     * @param expected numbers 0 to {@code expected - 1}
     */
    Arrivals(long expected) {
        this.expected = expected;
        this.seen = new long[Math.toIntExact(expected / Long.SIZE + 1)];
    }

    /**
     * Notes a number.
     *
     * @return how many different ones have arrived, this one included
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // Only the task thread writes.
    long add(long number) {
        if (number < 0 || number >= expected) {
            throw new IllegalArgumentException(
                    "Number " + number + " arrived, of 0 to " + (expected - 1));
        }
        int word = (int) (number / Long.SIZE);
        long bit = 1L << (number % Long.SIZE);
        if ((seen[word] & bit) == 0) {
            seen[word] |= bit;
            distinct++;
        } else {
            copies++;
        }
        return distinct;
    }

    long distinct() {
        return distinct;
    }

    /** Numbers that arrived once more. */
    long copies() {
        return copies;
    }

    boolean areComplete() {
        return distinct == expected;
    }
}
