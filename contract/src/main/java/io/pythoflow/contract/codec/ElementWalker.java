package io.pythoflow.contract.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pythoflow.contract.payload.RejectReason;
import java.io.IOException;

/**
 * Goes through the elements of a message: the one object, or each in an array. Elements before a
 * place that cannot be read are handed on; nothing of the one that holds it is.
 */
final class ElementWalker {

    private final JsonFactory json;
    private final Nesting nesting;
    private final int maxElements;
    private ReusedParser reused;
    private int levelsAround;

    ElementWalker(JsonFactory json, Nesting nesting, int maxElements) {
        this.json = json;
        this.reused = ReusedParser.of(json);
        this.nesting = nesting;
        this.maxElements = maxElements;
    }

    /** Walks the message that lies in a part of the text. */
    void walk(byte[] text, int from, int to, MessageOutcome outcome, ElementDecoder decoder)
            throws IOException {
        levelsAround = 0;
        ReusedParser parser = parser(text, from, to);
        try {
            JsonToken first = parser.nextToken();
            if (first == null) {
                outcome.rejectMessage(RejectReason.MALFORMED_JSON, "Empty payload");
            } else if (first == JsonToken.START_ARRAY) {
                array(parser, from, outcome, decoder);
                requireEnd(parser);
            } else {
                nesting.beginElement(levelsAround);
                if (first == JsonToken.START_OBJECT) {
                    decoder.read(parser);
                    requireEnd(parser);
                    decoder.deliver(from, to, outcome.whole());
                } else {
                    requireEnd(parser);
                    outcome.reject(RejectReason.NOT_A_READING, complaint(first), outcome.whole());
                }
            }
        } finally {
            parser.end();
        }
    }

    /** Walks an array, or the one object, that was skipped as a member of the message's object. */
    void walkEnvelope(byte[] text, int from, int to, MessageOutcome outcome, ElementDecoder decoder)
            throws IOException {
        levelsAround = 1;
        // The parser has done with the envelope, which ends before what it holds is walked.
        ReusedParser parser = parser(text, from, to);
        try {
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                array(parser, from, outcome, decoder);
            } else {
                element(parser, from, 0, outcome, decoder);
            }
        } finally {
            parser.end();
        }
    }

    private ReusedParser parser(byte[] text, int from, int to) {
        if (reused.isSpent()) {
            reused = ReusedParser.of(json);
        }
        reused.begin(text, from, to);
        return reused;
    }

    private void array(
            ReusedParser parser, int from, MessageOutcome outcome, ElementDecoder decoder)
            throws IOException {
        int elements = 0;
        try {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (elements < maxElements) {
                    element(parser, from, elements, outcome, decoder);
                } else {
                    nesting.skip(parser);
                }
                elements++;
            }
        } finally {
            if (elements > maxElements) {
                outcome.cut(elements - maxElements, maxElements);
            }
        }
    }

    private void element(
            ReusedParser parser,
            int from,
            int index,
            MessageOutcome outcome,
            ElementDecoder decoder)
            throws IOException {
        JsonToken token = parser.currentToken();
        int start = from + parser.tokenStart();
        nesting.beginElement(levelsAround);
        if (token == JsonToken.START_OBJECT) {
            decoder.read(parser);
        } else {
            nesting.skip(parser);
            parser.finishToken();
        }
        int end = from + parser.position();
        ElementBytes bytes = new ElementBytes(outcome.payload(), start, end - start, index);
        if (token == JsonToken.START_OBJECT) {
            decoder.deliver(start, end, bytes);
        } else if (nesting.exceeded()) {
            outcome.reject(RejectReason.TOO_DEEP, nesting.complaint(), bytes);
        } else {
            outcome.reject(RejectReason.NOT_A_READING, complaint(token), bytes);
        }
    }

    private static void requireEnd(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "Content after the end of the message");
        }
    }

    private static String complaint(JsonToken token) {
        String kind =
                switch (token) {
                    case START_ARRAY -> "an array";
                    case VALUE_STRING -> "a text";
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
                    case VALUE_NULL -> "null";
                    default -> "a truth value";
                };
        return "Is " + kind + ", send an object";
    }
}
