package io.pythoflow.bench.wire;

/** PUBLISH packets by the number of their message; all have one length. One thread. */
interface Packets {

    /** Bytes of each packet. */
    int packetBytes();

    /**
     * Writes a message into the buffer; the position after it.
     *
     * @param epochMillis now
     */
    int write(byte[] buffer, int start, long message, long epochMillis);
}
