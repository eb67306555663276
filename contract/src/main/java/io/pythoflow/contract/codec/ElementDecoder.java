package io.pythoflow.contract.codec;

import java.io.IOException;

/**
 * What the elements of a topic's messages are. An element is read to its end before anything is
 * made of it: one that breaks off makes nothing.
 */
interface ElementDecoder {

    /** Begins a message. */
    void begin(byte[] text, Destination destination);

    /** Reads an object, from its first token to its last. */
    void read(ReusedParser parser) throws IOException;

    /**
     * Hands on what {@link #read} found.
     *
     * @param start of the element in the text given to {@link #begin}
     * @param end behind its last byte
     * @param origin where it lies in the message
     */
    void deliver(int start, int end, ElementBytes origin) throws IOException;

    /** Ends the message: no more elements come. */
    void end();
}
