package io.pythoflow.sim.field;

/** The time that a running field goes by. */
interface FieldClock {

    /** The clock on the wall. */
    FieldClock SYSTEM =
            new FieldClock() {
                @Override
                public long nowMillis() {
                    return System.currentTimeMillis();
                }

                @Override
                public void sleepUntil(long epochMillis) throws InterruptedException {
                    long millis = epochMillis - nowMillis();
                    if (millis > 0) {
                        Thread.sleep(millis);
                    }
                }
            };

    /** Epoch ms. */
    long nowMillis();

    /** Returns at a time, at once if it is over. */
    void sleepUntil(long epochMillis) throws InterruptedException;
}
