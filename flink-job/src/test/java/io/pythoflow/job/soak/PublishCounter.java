package io.pythoflow.job.soak;

/**
 * Counts the PUBLISH packets in what a broker sends on one connection (MQTT 5, section 2.1),
 * however the bytes are cut into reads. A packet counts when its last byte has passed. Confined to
 * the thread that carries the bytes.
 */
final class PublishCounter {

    private static final int PUBLISH = 3;

    private enum Expecting {
        HEADER,
        LENGTH,
        BODY
    }

    private Expecting expecting = Expecting.HEADER;
    private boolean publish;
    private int lengthShift;
    private int remaining;
    private long packets;

    /** The next bytes of the connection. */
    void passed(byte[] bytes, int length) {
        int next = 0;
        while (next < length) {
            if (expecting == Expecting.BODY) {
                int taken = Math.min(remaining, length - next);
                remaining -= taken;
                next += taken;
                endIfComplete();
            } else {
                header(bytes[next]);
                next++;
            }
        }
    }

    private void header(byte value) {
        if (expecting == Expecting.HEADER) {
            publish = (value & 0xff) >>> 4 == PUBLISH;
            remaining = 0;
            lengthShift = 0;
            expecting = Expecting.LENGTH;
            return;
        }
        remaining |= (value & 0x7f) << lengthShift;
        lengthShift += 7;
        if ((value & 0x80) == 0) {
            expecting = Expecting.BODY;
            endIfComplete();
        }
    }

    private void endIfComplete() {
        if (remaining == 0) {
            packets += publish ? 1 : 0;
            expecting = Expecting.HEADER;
        }
    }

    long packets() {
        return packets;
    }
}
